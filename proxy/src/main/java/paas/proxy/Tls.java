package paas.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.xnio.StreamConnection;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.StreamSourceConduit;
import paas.proxy.http.Bytes;

/**
 * TLS of one connection: between what its wire says and hears and what the kernel does. All of it
 * is done where it is met, on the connection's I/O thread, handshakes too.
 */
final class Tls {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int ALERT = 21;
  private static final int ALERT_BYTES = 7;
  private static final byte INTERNAL_ERROR = 80;
  private static final byte HANDSHAKE_FAILURE = 40;

  private final TlsEngines engines;
  private final SSLEngine engine;
  private final TlsDesk desk;
  private final StreamSourceConduit source;
  private final StreamSinkConduit sink;

  /** The begin of a record whose end has not come. */
  private final Bytes begun = new Bytes(0);

  /** Records that the kernel has not taken. */
  private final Bytes waiting = new Bytes(0);

  /** Whether anything was said. */
  private boolean spoken;

  /** Whether it broke: what still comes is of no meaning to anybody. */
  private boolean broken;

  private boolean ending;

  Tls(TlsEngines engines, TlsDesk desk, StreamConnection connection) {
    this.engines = engines;
    this.desk = desk;
    engine = engines.engine();
    source = connection.getSourceChannel().getConduit();
    sink = connection.getSinkChannel().getConduit();
  }

  /**
   * Reads what is there, and answers what is TLS's own.
   *
   * @param into with room for {@link Loop#READ} bytes; after a failure what comes is only counted
   * @throws SSLException when the peer's words are no TLS of ours; it has been told, unless {@link
   *     #flush} says that this waits, and nothing can be sent any more
   */
  int read(ByteBuffer into) throws IOException {
    if (broken) {
      return source.read(into);
    }
    ByteBuffer in = desk.in.clear().put(begun.array(), 0, begun.size());
    int count = source.read(in);
    if (count <= 0) {
      return count;
    }
    in.flip();
    begun.clear();
    int before = into.position();
    try {
      take(in, into);
    } catch (SSLException e) {
      broken = true;
      end();
      throw e;
    }
    if (in.hasRemaining()) {
      begun.put(in);
    } else {
      begun.clearAndShrink(0);
    }
    int took = into.position() - before;
    return took == 0 && engine.isInboundDone() ? -1 : took;
  }

  /** Opens whole records. */
  private void take(ByteBuffer in, ByteBuffer into) throws IOException {
    boolean more = true;
    while (more) {
      int had = in.remaining();
      SSLEngineResult result = engine.unwrap(in, desk.plain.clear());
      into.put(desk.plain.flip());
      boolean moved = in.remaining() < had && in.hasRemaining();
      more = settled(result.getHandshakeStatus()) || moved;
      more &= result.getStatus() != Status.CLOSED;
    }
  }

  /** Does the engine's own work, if there is some that needs no more from the peer. */
  private boolean settled(HandshakeStatus first) throws IOException {
    HandshakeStatus status = first;
    while (status == HandshakeStatus.NEED_TASK) {
      for (Runnable task = engine.getDelegatedTask(); task != null; ) {
        task.run();
        task = engine.getDelegatedTask();
      }
      status = engine.getHandshakeStatus();
    }
    return status == HandshakeStatus.NEED_WRAP ? wrap(NOTHING) : status != first;
  }

  /** Sends now or later. Returns how much of it was taken: all, or nothing. */
  int write(byte[] from, int at, int length) throws IOException {
    if (!flush()) {
      return 0;
    }
    wrap(desk.plain.clear().put(from, at, length).flip());
    if (desk.plain.hasRemaining()) {
      throw new SSLException("nothing can be said over TLS at this time");
    }
    return length;
  }

  /** Makes records of it, and of what the engine has to say by itself; false: there were none. */
  private boolean wrap(ByteBuffer plain) throws IOException {
    ByteBuffer out = desk.out.clear();
    boolean some = false;
    boolean more = true;
    try {
      while (more) {
        SSLEngineResult result = engine.wrap(plain, out);
        some |= result.bytesProduced() > 0;
        if (result.getStatus() == Status.BUFFER_OVERFLOW && out.position() > 0) {
          hand(out);
        } else {
          boolean wanted =
              plain.hasRemaining() || result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
          more = wanted && result.getStatus() == Status.OK && result.bytesProduced() > 0;
        }
      }
    } finally {
      hand(out);
    }
    return some;
  }

  /** Gives records to the kernel, in order; those that it does not take wait. */
  private void hand(ByteBuffer out) throws IOException {
    out.flip();
    if (!spoken && out.hasRemaining()) {
      spoken = true;
      nameless(out);
    }
    if (waiting.size() == 0) {
      while (out.hasRemaining() && sink.write(out) > 0) {
        // Until it takes no more.
      }
    }
    waiting.put(out);
    out.clear();
  }

  /**
   * That there is no certificate for the client's host is no fault of ours, as BoringSSL has it.
   */
  private static void nameless(ByteBuffer first) {
    int last = ALERT_BYTES - 1;
    boolean ours = first.limit() == ALERT_BYTES && first.get(last) == INTERNAL_ERROR;
    if (ours && first.get(0) == ALERT) {
      first.put(last, HANDSHAKE_FAILURE);
    }
  }

  /** Whether all that was said is with the kernel. */
  boolean flush() throws IOException {
    while (waiting.size() > 0) {
      int took = sink.write(ByteBuffer.wrap(waiting.array(), 0, waiting.size()));
      if (took == 0) {
        return false;
      }
      waiting.drop(took);
    }
    waiting.clearAndShrink(0);
    if (ending) {
      sink.terminateWrites();
    }
    return sink.flush();
  }

  /** Says that nothing more will be said, or why, and ends our direction behind it. */
  void end() throws IOException {
    if (!ending) {
      engine.closeOutbound();
      try {
        wrap(NOTHING);
      } catch (SSLException e) {
        // The engine cannot even say that.
      }
      ending = true;
    }
    flush();
  }

  /** The connection is over. */
  void close() {
    engines.done(engine);
  }
}
