package paas.proxy;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;
import paas.proxy.http.Bytes;

/** A connection to one target: serving an exchange, or idle in the pool. */
final class Upstream implements Wire.Events, KeptConnections.Kept {
  final Link wire;
  final LiveTarget target;
  final boolean http2;

  /** The part of an answer's head that has come so far. */
  final Bytes carry = new Bytes(0);

  private final Loop loop;
  private @Nullable Exchange exchange;
  private long idleSince;
  private boolean reused;

  /**
   * Over a connection that was made.
   *
   * @param http2 whether the target speaks HTTP/2
   */
  Upstream(Loop loop, StreamConnection connection, LiveTarget target, boolean http2) {
    this.loop = loop;
    this.target = target;
    this.http2 = http2;
    wire = http2 ? new ToTarget(loop, connection, this).stream : new Wire(loop, connection, this);
  }

  void serve(Exchange next) {
    exchange = next;
    wire.resumeReads();
  }

  /**
   * The exchange is over: keeps the connection for the next one.
   *
   * @param clean whether both messages are complete, and another may follow
   */
  void over(boolean clean) {
    exchange = null;
    if (!clean || target.claims.draining() || !wire.next() || !wire.flushed()) {
      close();
      return;
    }
    idleSince = loop.now();
    reused = true;
    wire.resumeReads();
    loop.kept.give(target.target.id(), this);
  }

  /** Whether it served another exchange before. */
  boolean reused() {
    return reused;
  }

  /** Whether the target has not closed it meanwhile. Costs a system call. */
  boolean quiet() {
    try {
      return wire.open() && wire.read(loop.input(0)) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public long idleSince() {
    return idleSince;
  }

  @Override
  public void close() {
    exchange = null;
    wire.close();
  }

  @Override
  public void readable() throws IOException {
    if (exchange != null) {
      exchange.targetReadable();
    } else {
      loop.kept.forget(target.target.id(), this);
      close();
    }
  }

  @Override
  public void drained() {
    if (exchange != null) {
      exchange.targetDrained();
    }
  }

  @Override
  public void broken(Exception why) {
    if (exchange != null) {
      exchange.targetBroken(false);
    } else {
      loop.kept.forget(target.target.id(), this);
      close();
    }
  }
}
