package paas.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;
import paas.proxy.http.BadMessage;
import paas.proxy.http.Bytes;
import paas.proxy.http.Forwarding;
import paas.proxy.http.Head;
import paas.proxy.http.Request;
import paas.proxy.http2.Frame;

/**
 * A client's connection: reads one request's head after the other and gives each to its exchange.
 */
final class Downstream implements Wire.Events {
  private enum Phase {
    /** Between requests. */
    QUIET,
    /** Part of a head has come. */
    HEAD,
    /** The exchange has the connection. */
    BUSY,
    /** All is said; reads on, so that the close does not destroy what was said last. */
    LINGERING
  }

  private static final long LINGER = TimeUnit.SECONDS.toNanos(2);
  private static final int LITTLE = 4096;
  private static final int LINGER_BYTES = 16 << 20;

  final Loop loop;
  final Link wire;
  final Forwarding forwarding;
  final Exchange exchange;

  /**
   * Bytes that were read and not used yet: part of a head, a body that waits for its target, the
   * next request.
   */
  final Bytes carry = new Bytes(0);

  /** Whether it is one stream of many, to which trailers are of use. */
  final boolean multiplexed;

  private final InetAddress peer;

  private final long headNanos;
  private final long noRequestNanos;
  private Phase phase = Phase.QUIET;
  private long deadline;
  private int discarded;

  /** Whether a request was understood: what follows it is HTTP/1.1 as well. */
  private boolean asked;

  Downstream(Loop loop, StreamConnection connection, Caller caller, @Nullable Tls tls) {
    this.loop = loop;
    ProxySettings settings = loop.shared.settings;
    headNanos = settings.clients().head().toNanos();
    noRequestNanos = settings.clients().noRequest().toNanos();
    boolean secure = tls != null;
    multiplexed = false;
    deadline = System.nanoTime() + (secure ? headNanos : noRequestNanos);
    peer = caller.address();
    forwarding =
        new Forwarding(
            peer.getHostAddress(),
            caller.port(),
            secure ? "https" : "http",
            loop.shared.trusted.contains(peer));
    wire = new Wire(loop, connection, tls, this);
    exchange = new Exchange(this);
  }

  /** One stream of a connection that turned out to speak HTTP/2. */
  Downstream(Loop loop, Downstream origin, Http2Stream stream) {
    this.loop = loop;
    headNanos = origin.headNanos;
    noRequestNanos = origin.noRequestNanos;
    multiplexed = true;
    loop.shared.streams.incrementAndGet();
    deadline = System.nanoTime() + noRequestNanos;
    forwarding = origin.forwarding;
    peer = origin.peer;
    wire = stream;
    exchange = new Exchange(this);
    stream.serve(this);
  }

  /** The client's address: what a trusted peer says of it, otherwise the peer's own. */
  InetAddress address(Request request) {
    String chain = request.forwardedFor();
    int end = chain.lastIndexOf(',');
    if (!forwarding.trusted() || end < 0) {
      return peer;
    }
    try {
      return InetAddress.ofLiteral(
          chain.substring(chain.lastIndexOf(',', end - 1) + 1, end).strip());
    } catch (IllegalArgumentException e) {
      return peer;
    }
  }

  @Override
  public void readable() throws IOException {
    switch (phase) {
      case QUIET, HEAD -> readHead();
      case BUSY -> exchange.clientReadable();
      case LINGERING -> discard();
    }
  }

  @Override
  public void drained() throws IOException {
    if (phase == Phase.BUSY) {
      exchange.clientDrained();
    }
  }

  @Override
  public void broken(Exception why) {
    if (why instanceof SSLException && (phase == Phase.QUIET || phase == Phase.HEAD)) {
      linger();
    } else {
      close();
    }
  }

  InetAddress peer() {
    return peer;
  }

  /**
   * Bytes that cannot be used yet. Keeps one read's worth and then stops reading; the end means
   * that the client left.
   */
  void absorb() throws IOException {
    int count = carry.size() > Loop.READ ? 0 : wire.read(loop.input(0));
    if (count < 0) {
      close();
    } else {
      carry.put(loop.in, 0, count);
      wire.pauseReads();
    }
  }

  /** Moves what was kept to the in buffer; returns how much that was. */
  int takeCarry() {
    int length = carry.size();
    System.arraycopy(carry.array(), 0, loop.in, 0, length);
    carry.clear();
    return length;
  }

  /** How much memory it takes; 0 when it is little, as with nearly all. */
  long holds() {
    long bytes = (long) carry.capacity() + wire.holds() + exchange.holds();
    return bytes < LITTLE ? 0 : bytes;
  }

  void tick(long now) {
    if (phase == Phase.BUSY) {
      exchange.tick(now);
    } else if (now - deadline > 0) {
      if (phase == Phase.HEAD) {
        phase = Phase.BUSY;
        exchange.refuse(Failure.HEAD_TIMEOUT, Failure.HEAD_TIMEOUT.status);
      } else {
        wire.part();
        close();
      }
    }
  }

  /** The exchange is over. */
  void next(boolean keep) {
    if (!wire.open()) {
      return;
    }
    if (!keep || !wire.next()) {
      linger();
      return;
    }
    phase = Phase.QUIET;
    deadline = loop.now() + noRequestNanos;
    wire.resumeReads();
    if (carry.size() > 0) {
      loop.thread.execute(this::pipelined);
    } else {
      carry.clearAndShrink(1024);
    }
  }

  void close() {
    if (wire.open()) {
      wire.close();
      loop.remove(this);
      leave();
      if (phase == Phase.BUSY) {
        exchange.clientGone();
      }
    }
  }

  /** Counts it out. */
  void leave() {
    if (multiplexed) {
      loop.shared.streams.decrementAndGet();
    } else {
      loop.shared.callers.leave(peer);
    }
  }

  private void readHead() throws IOException {
    int have = carry.size();
    System.arraycopy(carry.array(), 0, loop.in, 0, have);
    int count = wire.read(loop.input(have));
    if (count < 0) {
      close();
    } else if (count > 0) {
      head(have, have + count);
    }
  }

  /** A request that came together with the one before. */
  private void pipelined() {
    if (wire.open() && phase == Phase.QUIET && carry.size() > 0) {
      loop.look();
      System.arraycopy(carry.array(), 0, loop.in, 0, carry.size());
      head(0, carry.size());
    }
  }

  private void head(int seen, int end) {
    if (phase == Phase.QUIET) {
      phase = Phase.HEAD;
      deadline = loop.now() + headNanos;
    }
    int limit = loop.shared.settings.limits().headBytes();
    if (seen > 0 && end < limit && !Head.mayEnd(loop.in, seen, end)) {
      keep(end);
      return;
    }
    // One empty line before a request is forgiven, as HTTP asks.
    int start = end >= 2 && loop.in[0] == '\r' && loop.in[1] == '\n' ? 2 : 0;
    int body;
    try {
      body = loop.request.parse(loop.in, start, end);
    } catch (BadMessage e) {
      if (!asked && wire instanceof Wire own && Frame.beginsPreface(loop.in, start, end)) {
        loop.remove(this);
        new FromClient(loop, own, this).begin(loop.in, start, end);
        return;
      }
      phase = Phase.BUSY;
      exchange.refuse(e.status() == 405 ? Failure.BAD_METHOD : Failure.BAD_REQUEST, e.status());
      return;
    }
    if (body < 0) {
      keep(end);
      return;
    }
    carry.clear();
    if (end > body) {
      carry.put(loop.in, body, end - body);
    }
    phase = Phase.BUSY;
    asked = true;
    exchange.start();
  }

  private void keep(int end) {
    int have = carry.size();
    carry.put(loop.in, have, end - have);
  }

  private void linger() {
    phase = Phase.LINGERING;
    deadline = System.nanoTime() + LINGER;
    discarded = 0;
    carry.clearAndShrink(0);
    try {
      wire.finish();
      wire.resumeReads();
    } catch (IOException e) {
      close();
    }
  }

  private void discard() throws IOException {
    int count = wire.read(loop.input(0));
    discarded += Math.max(count, 0);
    if (count < 0 || discarded > LINGER_BYTES) {
      close();
    }
  }
}
