package paas.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
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
final class Wire implements Link {
  /** What happens on the wire. Whatever is thrown comes back as {@link #broken}. */
  interface Events {
    void readable() throws IOException;

    /** What waited is with the kernel. */
    void drained() throws IOException;

    /** The connection failed, or handling an event of it did. */
    void broken(Exception why);
  }

  /** Hears nothing: until somebody takes the wire over. */
  static final Events NOBODY =
      new Events() {
        @Override
        public void readable() {}

        @Override
        public void drained() {}

        @Override
        public void broken(Exception why) {}
      };

  private static final Logger LOG = LoggerFactory.getLogger(Wire.class);
  private static final int KEPT_BUFFER = 256;

  private final Loop loop;
  private final StreamConnection connection;
  private final StreamSourceConduit source;
  private final StreamSinkConduit sink;
  private Events events;
  private final Bytes waiting = new Bytes(0);
  private long movedAt;

  /** Whether TLS still holds what it took. */
  private boolean pushing;

  private final @Nullable Tls tls;

  private boolean finishing;
  private boolean ended;
  private boolean reading;
  private boolean open = true;

  Wire(Loop loop, StreamConnection connection, Events events) {
    this(loop, connection, null, events);
  }

  /** Over a connection that the peer speaks TLS on, or plain. */
  Wire(Loop loop, StreamConnection connection, @Nullable Tls tls, Events events) {
    this.loop = loop;
    this.connection = connection;
    this.tls = tls;
    this.events = events;
    source = connection.getSourceChannel().getConduit();
    sink = connection.getSinkChannel().getConduit();
    source.setReadReadyHandler(new Reads());
    sink.setWriteReadyHandler(new Writes());
  }

  /** From now on somebody else hears what happens. */
  void give(Events other) {
    events = other;
  }

  @Override
  public boolean open() {
    return open;
  }

  @Override
  public boolean next() {
    return open;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (tls != null) {
      int count = tls.read(into);
      push();
      return count;
    }
    ByteBuffer direct = loop.direct.clear().limit(Math.min(Loop.READ, into.remaining()));
    int count = source.read(direct);
    into.put(direct.flip());
    return count;
  }

  @Override
  public void resumeReads() {
    if (!reading && open) {
      reading = true;
      source.resumeReads();
    }
  }

  @Override
  public void pauseReads() {
    if (reading && open) {
      reading = false;
      source.suspendReads();
    }
  }

  @Override
  public boolean paused() {
    return !reading;
  }

  @Override
  public boolean send(byte[] from, int at, int length) throws IOException {
    int sent = 0;
    if (flushed()) {
      sent = write(from, at, length);
      push();
      if (sent == length && !pushing) {
        return true;
      }
      movedAt = loop.now();
      sink.resumeWrites();
    }
    waiting.put(from, at + sent, length - sent);
    return false;
  }

  @Override
  public int holds() {
    return waiting.capacity();
  }

  @Override
  public boolean flushed() {
    return waiting.size() == 0 && !pushing;
  }

  @Override
  public boolean movingSince(long nanoTime) {
    return !flushed() && movedAt - nanoTime > 0;
  }

  @Override
  public void finish() throws IOException {
    finishing = true;
    if (flushed()) {
      if (tls == null) {
        sink.terminateWrites();
      } else {
        tls.end();
      }
      push();
    }
  }

  /** Gives to the kernel what is ready for it; what it does not take is given later. */
  private void push() throws IOException {
    pushing = tls == null ? !sink.flush() : !tls.flush();
    if (pushing) {
      sink.resumeWrites();
    }
  }

  @Override
  public void end() {
    ended = true;
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      IoUtils.safeClose(connection);
      if (tls != null) {
        tls.close();
      }
    }
  }

  /** Writes until the kernel takes no more; returns how much it took. */
  private int write(byte[] from, int at, int length) throws IOException {
    int sent = 0;
    while (sent < length) {
      int part = Math.min(length - sent, Loop.READ);
      int took =
          tls == null
              ? sink.write(loop.direct.clear().put(from, at + sent, part).flip())
              : tls.write(from, at + sent, part);
      sent += took;
      if (took == 0) {
        break;
      }
    }
    return sent;
  }

  private void flush() throws IOException {
    int sent = write(waiting.array(), 0, waiting.size());
    if (sent > 0) {
      movedAt = loop.now();
    }
    waiting.drop(sent);
    push();
    if (flushed()) {
      waiting.clearAndShrink(KEPT_BUFFER);
      sink.suspendWrites();
      if (finishing) {
        finish();
      }
      events.drained();
    }
  }

  /** Notes what is not the peer's doing. */
  static void report(Exception why) {
    if (!(why instanceof IOException)) {
      LOG.error("A connection failed for a reason of our own", why);
    }
  }

  /** The I/O library swallows what a handler throws: it is caught here. */
  void fail(Exception why) {
    report(why);
    if (open) {
      events.broken(why);
    }
  }

  private final class Reads implements ReadReadyHandler {
    @Override
    public void readReady() {
      try {
        if (open) {
          loop.look();
          events.readable();
        }
      } catch (IOException | RuntimeException e) {
        fail(e);
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
          loop.look();
          flush();
        }
      } catch (IOException | RuntimeException e) {
        fail(e);
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
