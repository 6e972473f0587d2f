package paas.proxy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;
import paas.proxy.figures.Tallies;
import paas.proxy.http.Answer;
import paas.proxy.http.Bytes;
import paas.proxy.http.Request;
import paas.proxy.http2.Http2Error;

/**
 * What one I/O thread owns: its buffers, its parsers, its connections on both sides. No lock, and
 * nothing handed over between threads. The buffers are free again whenever an event handler
 * returns.
 */
final class Loop {
  /** Most bytes of one read. */
  static final int READ = 65_536;

  private static final long KEEP_IDLE = TimeUnit.SECONDS.toNanos(50);
  private static final long TICK_MILLIS = 100;

  final XnioIoThread thread;
  final Shared shared;
  final byte[] in;

  /** On the way to and from the kernel, which takes no arrays. */
  final ByteBuffer direct = ByteBuffer.allocateDirect(READ);

  final Bytes out = new Bytes(READ);
  final Request request;
  final Answer answer;
  final KeptConnections<Upstream> kept;
  final Gzips gzips = new Gzips();
  final Tallies tallies;
  private final Pressure pressure;
  private final ByteBuffer input;
  private final Set<Downstream> clients = new LinkedHashSet<>();
  private final Set<Http2Connection> multiplexed = new LinkedHashSet<>();
  private @Nullable Http2Desk http2;
  private @Nullable TlsDesk tls;
  private boolean closed;
  private long now;
  private long millisLessNanos;

  Loop(XnioIoThread thread, Shared shared) {
    Limits limits = shared.settings.limits();
    this.thread = thread;
    this.shared = shared;
    in = new byte[limits.headBytes() + 2 * READ];
    input = ByteBuffer.wrap(in);
    request = new Request(limits.headBytes(), limits.headFields());
    answer = new Answer(limits.headBytes(), 2 * limits.headFields());
    kept = new KeptConnections<>(limits.keptPerTarget());
    pressure = Pressure.of(shared.settings);
    tallies = new Tallies(Failure.CODES, shared.beganNanos);
    look();
    setClock();
  }

  void start() {
    thread.executeAfter(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Looks at the clock: called when an event begins, so that one look serves all of it. */
  void look() {
    now = System.nanoTime();
  }

  /** When the event that is handled began, as {@link System#nanoTime} says. */
  long now() {
    return now;
  }

  /** The same as {@link System#currentTimeMillis} says. */
  long millis() {
    return now / 1_000_000 + millisLessNanos;
  }

  /** Follows the wall clock, which may be set. */
  private void setClock() {
    millisLessNanos = System.currentTimeMillis() - now / 1_000_000;
  }

  /** The input array from {@code at} on, room for one read. */
  ByteBuffer input(int at) {
    return input.limit(Math.min(in.length, at + READ)).position(at);
  }

  void add(Downstream client) {
    if (closed) {
      client.close();
    } else {
      clients.add(client);
    }
  }

  void remove(Downstream client) {
    clients.remove(client);
  }

  /** What HTTP/2 needs: made when the first client speaks it. */
  Http2Desk http2() {
    Http2Desk desk = http2;
    if (desk == null) {
      desk = new Http2Desk(shared.settings.limits());
      http2 = desk;
    }
    return desk;
  }

  /** What TLS needs: made when the first client speaks it. */
  TlsDesk tls(boolean direct) {
    TlsDesk desk = tls;
    if (desk == null) {
      desk = new TlsDesk(direct);
      tls = desk;
    }
    return desk;
  }

  void add(Http2Connection connection) {
    multiplexed.add(connection);
  }

  void remove(Http2Connection connection) {
    multiplexed.remove(connection);
  }

  List<Downstream> clients() {
    return new ArrayList<>(clients);
  }

  /**
   * Tells at most so many of those that never end by themselves to go, and lets go of those that do
   * not; returns how many were told.
   */
  long tell(Set<String> ids, int most) {
    long told = 0;
    for (Downstream client : clients()) {
      if (told < most && client.exchange.tellToGo(ids)) {
        told++;
      }
    }
    return told;
  }

  /** Ends what runs on these targets; returns how many exchanges that were. */
  long cut(Set<String> ids) {
    return clients().stream().filter(client -> client.exchange.cutOn(ids)).count();
  }

  void close() {
    closed = true;
    List.copyOf(multiplexed).forEach(connection -> connection.leave(Http2Error.NONE));
    clients().forEach(Downstream::close);
    kept.closeAll();
  }

  private void tick() {
    if (closed) {
      return;
    }
    look();
    setClock();
    List<Downstream> all = clients();
    for (Downstream client : all) {
      client.tick(now);
    }
    for (Http2Connection connection : List.copyOf(multiplexed)) {
      connection.tick(now);
    }
    pressure.relieve(all);
    kept.closeIdleSince(now - KEEP_IDLE);
    thread.executeAfter(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }
}
