package paas.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.StreamSourceConduit;
import org.xnio.conduits.WriteReadyHandler;
import paas.proxy.http.Bytes;

/**
 * One TCP connection, touched by its I/O thread only. What the peer does not take at once waits
 * here; whoever feeds it stops reading until {@link Events#drained}, so that no more than one
 * read's worth waits.
 */
final class Wire {
  /** What happens on the wire. Whatever is thrown comes back as {@link #broken}. */
  interface Events {
    void readable() throws IOException;

    /** What waited is with the kernel. */
    void drained() throws IOException;

    /** The connection failed, or handling an event of it did. */
    void broken(Exception why);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Wire.class);
  private static final int KEPT_BUFFER = 256;

  private final StreamConnection connection;
  private final StreamSourceConduit source;
  private final StreamSinkConduit sink;
  private final Events events;
  private final Bytes waiting = new Bytes(0);
  private long movedAt;

  /** Whether layers below ours, such as TLS, still hold what they took. */
  private boolean pushing;

  private boolean finishing;
  private boolean ended;
  private boolean reading;
  private boolean open = true;

  Wire(StreamConnection connection, Events events) {
    this.connection = connection;
    this.events = events;
    source = connection.getSourceChannel().getConduit();
    sink = connection.getSinkChannel().getConduit();
    source.setReadReadyHandler(new Reads());
    sink.setWriteReadyHandler(new Writes());
  }

  boolean open() {
    return open;
  }

  /** Reads what is there, at most what fits; 0 when nothing is, -1 at the end. */
  int read(ByteBuffer into) throws IOException {
    return source.read(into);
  }

  void resumeReads() {
    if (!reading && open) {
      reading = true;
      source.resumeReads();
    }
  }

  void pauseReads() {
    if (reading && open) {
      reading = false;
      source.suspendReads();
    }
  }

  boolean paused() {
    return !reading;
  }

  /** Sends now or later. False: some of it waits. */
  boolean send(byte[] from, int at, int length) throws IOException {
    int sent = 0;
    if (flushed()) {
      ByteBuffer view = ByteBuffer.wrap(from, at, length);
      while (view.hasRemaining() && sink.write(view) > 0) {
        // Until the kernel takes no more.
      }
      sent = view.position() - at;
      pushing = !sink.flush();
      if (sent == length && !pushing) {
        return true;
      }
      movedAt = System.nanoTime();
      sink.resumeWrites();
    }
    waiting.put(from, at + sent, length - sent);
    return false;
  }

  /** How much memory waits here. */
  int holds() {
    return waiting.capacity();
  }

  boolean flushed() {
    return waiting.size() == 0 && !pushing;
  }

  /** Whether something waits and the peer has taken some of it since {@code nanoTime}. */
  boolean movingSince(long nanoTime) {
    return !flushed() && movedAt - nanoTime > 0;
  }

  /** Ends our direction once everything is sent. */
  void finish() throws IOException {
    finishing = true;
    if (flushed()) {
      sink.terminateWrites();
      if (!sink.flush()) {
        sink.resumeWrites();
      }
    }
  }

  /** Notes that the peer has ended its direction. */
  void end() {
    ended = true;
  }

  boolean ended() {
    return ended;
  }

  void close() {
    if (open) {
      open = false;
      IoUtils.safeClose(connection);
    }
  }

  private void flush() throws IOException {
    ByteBuffer view = ByteBuffer.wrap(waiting.array(), 0, waiting.size());
    while (view.hasRemaining() && sink.write(view) > 0) {
      // Until the kernel takes no more.
    }
    if (view.position() > 0) {
      movedAt = System.nanoTime();
    }
    waiting.drop(view.position());
    pushing = !sink.flush();
    if (flushed()) {
      waiting.clearAndShrink(KEPT_BUFFER);
      sink.suspendWrites();
      if (finishing) {
        finish();
      }
      events.drained();
    }
  }

  /** The I/O library swallows what a handler throws: it is caught here. */
  private void failed(Exception why) {
    if (!(why instanceof IOException)) {
      LOG.error("A connection failed for a reason of our own", why);
    }
    if (open) {
      events.broken(why);
    }
  }

  private final class Reads implements ReadReadyHandler {
    @Override
    public void readReady() {
      try {
        if (open) {
          events.readable();
        }
      } catch (IOException | RuntimeException e) {
        failed(e);
      }
    }

    @Override
    public void forceTermination() {
      close();
    }

    @Override
    public void terminated() {}
  }

  private final class Writes implements WriteReadyHandler {
    @Override
    public void writeReady() {
      try {
        if (open) {
          flush();
        }
      } catch (IOException | RuntimeException e) {
        failed(e);
      }
    }

    @Override
    public void forceTermination() {
      close();
    }

    @Override
    public void terminated() {}
  }
}
