package paas.hooks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stream that JGit writes a push's answer to. JGit sends the status report before the deploy
 * has run; left so, git would print success and move its own remote branch. From {@link #hold} on,
 * this stream passes progress (side-band 2) and errors (3) at once and keeps the report (side-band
 * 1) until {@link #release}.
 */
final class ReportGate extends OutputStream {
  /** An empty packet of band 1: git's own keepalive, which clients read and do not show. */
  private static final byte[] KEEPALIVE = {'0', '0', '0', '5', 1};

  private static final byte[] NOTHING = {};

  private final OutputStream out;
  private final Duration heartbeat;
  private final PacketSplitter packets = new PacketSplitter(this::sort);
  private final ByteArrayOutputStream report = new ByteArrayOutputStream();
  private @Nullable Outbox outbox;
  private @Nullable Outbox lines;
  private boolean sideBand;

  ReportGate(OutputStream out, Duration heartbeat) {
    this.out = out;
    this.heartbeat = heartbeat;
  }

  /**
   * Until now the stream was plain; what follows is packets, or a bare report without side-band.
   *
   * @param err takes the lines of progress when there is no side-band for them
   */
  void hold(boolean withSideBand, OutputStream err) {
    if (outbox == null) {
      sideBand = withSideBand;
      outbox = new Outbox(out, withSideBand ? KEEPALIVE : NOTHING, heartbeat);
      lines = withSideBand ? outbox : new Outbox(err, NOTHING, heartbeat);
    }
  }

  /** Whether a report will be sent. */
  boolean holds() {
    return outbox != null;
  }

  boolean gone() {
    return (outbox != null && outbox.gone()) || (lines != null && lines.gone());
  }

  /** A line of progress, from any thread. */
  void progress(String line) {
    Outbox to = Objects.requireNonNull(lines, "progress before the pack");
    int skipped = to.takeSkipped();
    if (skipped > 0) {
      to.add(packet("(" + skipped + " lines left out: they were not read in time)\n"));
    }
    to.add(packet(line + "\n"));
  }

  private byte[] packet(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return sideBand ? Packets.inBand(2, bytes, false) : bytes;
  }

  /**
   * Sends the held report, with {@code ok REF} turned into {@code ng REF reason} for each ref that
   * is named here, and a better reason for those that were refused already.
   */
  void release(Map<String, String> refused, Duration patience) {
    if (outbox == null || lines == null) {
      return;
    }
    byte[] rewritten = Packets.rewriteReport(report.toByteArray(), refused);
    if (lines != outbox) {
      lines.finish(NOTHING, patience);
    }
    outbox.finish(sideBand ? Packets.inBand(1, rewritten, true) : rewritten, patience);
  }

  private void sort(int band, byte[] packet) {
    if (band == 1) {
      report.write(packet, 5, packet.length - 5);
    } else if (band != PacketSplitter.FLUSH && outbox != null) {
      outbox.add(packet);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (outbox == null) {
      out.write(bytes, from, length);
    } else if (sideBand) {
      packets.accept(bytes, from, length);
    } else {
      report.write(bytes, from, length);
    }
  }

  @Override
  public void flush() throws IOException {
    if (outbox == null) {
      out.flush();
    }
  }

  /** The stream belongs to the caller of the session. */
  @Override
  public void close() {}
}
