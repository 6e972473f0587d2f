package paas.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import paas.proxy.figures.Figures;
import paas.proxy.figures.Tallies;

/** A running proxy: listens, holds the table in force, swaps it and drains what left it. */
public final class ProxyServer implements Proxy {
  private final Shared shared;
  private final @Nullable TableFile file;
  private final XnioWorker worker;
  private final List<Loop> loops = new ArrayList<>();
  private final AcceptingChannel<StreamConnection> listener;
  private final @Nullable AcceptingChannel<StreamConnection> tls;
  private final Introductions introductions;
  private final @Nullable TlsEngines engines;
  private final LogRing log;
  private final Notices notices;
  private final Probes probes;
  private final @Nullable AccessLogFile accessLog;
  private final @Nullable MetricsListener metrics;

  /**
   * Listens and serves from the saved table, if there is one.
   *
   * @throws UnreadableTableException when the saved table cannot be used; it was set aside
   * @throws CannotListenException when one of the addresses cannot be listened on
   */
  public static ProxyServer start(ProxySettings settings, RouterLog log) throws IOException {
    if (ReusePort.inForce()) {
      ReusePort.demandFree(settings.listen());
      InetSocketAddress secure = settings.listenTls();
      if (secure != null) {
        ReusePort.demandFree(secure);
      }
    }
    return startBeside(settings, log);
  }

  /** As {@link #start}, also where another proxy listens that shares its ports. */
  public static ProxyServer startBeside(ProxySettings settings, RouterLog log) throws IOException {
    Path state = settings.state();
    TableFile file = state == null ? null : new TableFile(state);
    RouteTable saved = file == null ? RouteTable.EMPTY : file.loadOrSetAside();
    return new ProxyServer(settings, log, file, saved);
  }

  private ProxyServer(
      ProxySettings settings, RouterLog listens, @Nullable TableFile file, RouteTable saved)
      throws IOException {
    this.file = file;
    Routes routes = new Routes();
    if (saved.revision() > 0) {
      routes.publish(saved);
    }
    Sight.AccessLog lines = settings.sight().accessLog();
    accessLog = lines == null ? null : new AccessLogFile(lines);
    log = new LogRing(accessLog == null ? listens : BothLogs.of(accessLog, listens));
    notices = new Notices(listens);
    shared = new Shared(settings, routes, log, notices);
    Xnio xnio = Xnio.getInstance("nio", ProxyServer.class.getClassLoader());
    worker =
        xnio.createWorker(
            OptionMap.builder()
                .set(Options.WORKER_NAME, "proxy")
                .set(Options.WORKER_IO_THREADS, settings.ioThreads())
                .set(Options.WORKER_TASK_CORE_THREADS, 1)
                .set(Options.WORKER_TASK_MAX_THREADS, 1)
                .set(Options.THREAD_DAEMON, true)
                .getMap());
    OptionMap options =
        OptionMap.builder()
            .set(Options.TCP_NODELAY, true)
            .set(Options.REUSE_ADDRESSES, true)
            .set(Options.KEEP_ALIVE, true)
            .set(Options.BACKLOG, 4096)
            .getMap();
    Addresses announcing = settings.edge().proxyProtocol() ? shared.trusted : Addresses.NONE;
    introductions = new Introductions(announcing, settings.clients().head().toNanos());
    InetSocketAddress secure = settings.listenTls();
    engines = secure == null ? null : TlsEngines.of(settings.edge());
    InetSocketAddress watched = settings.sight().metrics();
    try {
      listener = opened(settings.listen(), options, (to, caller) -> begin(to, caller, null));
      tls =
          secure == null
              ? null
              : opened(secure, options, (to, caller) -> begin(to, caller, engines));
      metrics = watched == null ? null : new MetricsListener(watched, this::figures);
    } catch (CannotListenException e) {
      worker.shutdownNow();
      log.close();
      notices.close();
      throw e;
    }
    probes = new Probes(routes, notices);
    listener.resumeAccepts();
    if (tls != null) {
      tls.resumeAccepts();
    }
  }

  private AcceptingChannel<StreamConnection> opened(
      InetSocketAddress address, OptionMap options, BiConsumer<StreamConnection, Caller> then)
      throws CannotListenException {
    ChannelListener<StreamConnection> accepted = connection -> accepted(connection, then);
    try {
      return worker.createStreamConnectionServer(
          address, ChannelListeners.openListenerAdapter(accepted), options);
    } catch (IOException | RuntimeException e) {
      throw new CannotListenException(address, e);
    }
  }

  @Override
  public InetSocketAddress address() {
    return Objects.requireNonNull(listener.getLocalAddress(InetSocketAddress.class));
  }

  @Override
  public @Nullable InetSocketAddress tlsAddress() {
    return tls == null ? null : tls.getLocalAddress(InetSocketAddress.class);
  }

  @Override
  public void certify(Map<String, Certificate> byHost) {
    if (engines != null) {
      engines.certify(byHost);
    }
  }

  @Override
  public long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  public RouteTable table() {
    return shared.routes.table();
  }

  @Override
  public synchronized void publish(RouteTable next) {
    shared.routes.check(next);
    if (file != null) {
      file.save(next);
    }
    apply(next);
  }

  @Override
  public synchronized void publishUnsaved(RouteTable next) {
    shared.routes.check(next);
    apply(next);
  }

  private void apply(RouteTable next) {
    Set<String> left = shared.routes.publish(next);
    Set<String> apps = next.apps().stream().map(AppRoute::app).collect(Collectors.toSet());
    onEveryLoop(loop -> {
      loop.tallies.retain(apps);
      left.forEach(loop.kept::close);
      loop.clients().forEach(client -> client.exchange.lookAgain());
    });
  }

  @Override
  public Drained drain(Set<String> targetIds, Duration deadline) throws InterruptedException {
    for (AppRoute route : table().apps()) {
      for (Target target : route.targets()) {
        Target.require(
            !targetIds.contains(target.id()),
            target.id() + " is still in the table: publish first");
      }
    }
    return new Drain(shared.routes, this::onEveryLoop).of(targetIds, deadline);
  }

  @Override
  public OptionalInt inFlight(Set<String> targetIds) {
    return OptionalInt.of(shared.routes.inFlight(targetIds));
  }

  /** Requests and WebSockets in flight on a target; 0 for an unknown one. */
  public int inFlight(String targetId) {
    return shared.routes.inFlight(targetId);
  }

  @Override
  public Map<String, Long> idleMillis() {
    return shared.routes.idleMillis();
  }

  @Override
  public int held(String app) {
    return shared.held.count(app) + shared.routes.waiting(app);
  }

  @Override
  public Figures figures() {
    return new Figures(
        shared.beganMillis,
        shared.callers.count(),
        shared.callers.refused(),
        table().revision(),
        log.lostInAll(),
        Tallies.sum(
            loops().stream().map(loop -> loop.tallies).toList(),
            shared.routes.inFlightByApp(),
            shared.held.counts()));
  }

  /** What TLS is made by; null where there is none. */
  @Nullable TlsEngines engines() {
    return engines;
  }

  /** Where its figures are served, with the real port; null where they are not. */
  @Nullable InetSocketAddress metricsAddress() {
    return metrics == null ? null : metrics.address();
  }

  /**
   * Another proxy listens now: takes no more connections, and tells every client with its next
   * answer to come back on a new one.
   */
  public void retire() {
    shared.retiring = true;
    IoUtils.safeClose(listener);
    IoUtils.safeClose(tls);
    IoUtils.safeClose(metrics);
  }

  /**
   * Tells some WebSockets and streams of events to go, for they never end by themselves; to be
   * called again until no connection is left.
   */
  public void tellToGo() {
    Set<String> all = shared.routes.known();
    onEveryLoop(loop -> loop.tell(all, Drain.AT_ONCE));
  }

  /** Clients' connections that there are. */
  public int connections() {
    return shared.callers.count();
  }

  /** Stops listening and cuts what is in flight: drain before. */
  @Override
  public void close() {
    IoUtils.safeClose(listener);
    IoUtils.safeClose(tls);
    probes.close();
    CountDownLatch closed = onEveryLoop(Loop::close);
    try {
      boolean all = closed.await(2, TimeUnit.SECONDS);
      worker.shutdownNow();
      if (all) {
        worker.awaitTermination(2, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      worker.shutdownNow();
      Thread.currentThread().interrupt();
    }
    notices.close();
    log.close();
    IoUtils.safeClose(accessLog);
    IoUtils.safeClose(metrics);
  }

  private void accepted(StreamConnection connection, BiConsumer<StreamConnection, Caller> then) {
    XnioIoThread thread = connection.getIoThread();
    if (thread.equals(Thread.currentThread())) {
      introductions.read(connection, then);
    } else {
      thread.execute(() -> introductions.read(connection, then));
    }
  }

  private void begin(StreamConnection connection, Caller caller, @Nullable TlsEngines secure) {
    if (!shared.callers.enter(caller.address())) {
      IoUtils.safeClose(connection);
      return;
    }
    Loop loop = loopOf(connection.getIoThread());
    Tls over = secure == null ? null : new Tls(secure, loop.tls(secure.direct()), connection);
    Downstream client = new Downstream(loop, connection, caller, over);
    loop.add(client);
    client.wire.resumeReads();
  }

  private Loop loopOf(XnioIoThread thread) {
    for (Loop loop : loops()) {
      if (loop.thread.equals(thread)) {
        return loop;
      }
    }
    synchronized (loops) {
      Loop loop = new Loop(thread, shared);
      loops.add(loop);
      loop.start();
      return loop;
    }
  }

  List<Loop> loops() {
    synchronized (loops) {
      return List.copyOf(loops);
    }
  }

  /** Runs the action on each I/O thread; the latch opens when all have. */
  private CountDownLatch onEveryLoop(Consumer<Loop> action) {
    List<Loop> all = loops();
    CountDownLatch done = new CountDownLatch(all.size());
    for (Loop loop : all) {
      loop.thread.execute(() -> {
        try {
          action.accept(loop);
        } finally {
          done.countDown();
        }
      });
    }
    return done;
  }
}
