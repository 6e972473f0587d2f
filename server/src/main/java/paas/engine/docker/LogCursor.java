package paas.engine.docker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * How far a container's log was delivered, in a file that is written after every line: a server
 * that is killed goes on with the next line.
 */
final class LogCursor implements AutoCloseable {
  private final FileChannel file;
  private Instant last;
  private int delivered;

  /** Position in the stream when it is read again: how many lines of the last time to leave out. */
  private int toSkip;

  private LogCursor(FileChannel file, Instant last, int delivered) {
    this.file = file;
    this.last = last;
    this.delivered = delivered;
  }

  static LogCursor open(Path path) throws IOException {
    String text = Files.exists(path) ? Files.readString(path).strip() : "";
    String[] parts = text.split(" +", 2);
    boolean known = parts.length == 2;
    return new LogCursor(
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        known ? Times.parse(parts[0]) : Instant.EPOCH,
        known ? Integer.parseInt(parts[1]) : 0);
  }

  /** The query's {@code since}: Docker repeats what was written at that very time. */
  String since() {
    toSkip = delivered;
    return last.getEpochSecond() + "." + String.format("%09d", last.getNano());
  }

  /** Whether this line was already delivered before the stream was opened. */
  boolean isOld(Instant at) {
    if (at.equals(last) && toSkip > 0) {
      toSkip--;
      return true;
    }
    return at.isBefore(last) && toSkip > 0;
  }

  /** A line of that time was delivered. */
  void advance(Instant at) throws IOException {
    toSkip = 0;
    delivered = at.equals(last) ? delivered + 1 : 1;
    last = at;
    // Fixed in width, so that one write replaces what was there.
    String text = String.format("%-36s %09d%n", at, delivered);
    file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
