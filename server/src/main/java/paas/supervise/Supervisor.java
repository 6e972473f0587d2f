package paas.supervise;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.deploy.PlatformLog;
import paas.deploy.ProcessSpecs;
import paas.engine.Engine;
import paas.engine.EngineUnavailable;
import paas.engine.InstanceState;
import paas.engine.InstanceState.Ended;
import paas.engine.InstanceState.Gone;
import paas.engine.Running;
import paas.engine.StartFailed;
import paas.model.App;
import paas.model.AppId;
import paas.model.InstanceName;
import paas.model.Release;
import paas.route.Router;
import paas.store.InstanceRow;
import paas.store.Store;

/**
 * Makes what runs be what is wanted. One rule for the start, for a crash and for the slow clock:
 * every wanted process runs and is routed to where it really is, and nothing else runs.
 */
public final class Supervisor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);
  private static final Duration CLOCK = Duration.ofSeconds(10);

  /** So that a scheduled start never finds itself a moment too early. */
  private static final Duration SLACK = Duration.ofMillis(20);

  private static final Duration LONGEST_LOOK = Duration.ofSeconds(60);
  private static final Duration DRAIN = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final Store store;
  private final Engine engine;
  private final Router router;
  private final ProcessSpecs specs;
  private final PlatformLog platform;
  private final Predicate<AppId> busy;
  private final Map<InstanceName, Backoff> backoffs = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock = thread("supervisor");

  /** Its own, because what ends slowly must not keep what crashed from starting again. */
  private final ScheduledExecutorService broom = thread("sweep");

  /**
   * @param busy whether a deploy or a stop of this app is under way, which then owns its processes
   */
  public Supervisor(
      Store store,
      Engine engine,
      Router router,
      ProcessSpecs specs,
      PlatformLog platform,
      Predicate<AppId> busy) {
    this.store = store;
    this.engine = engine;
    this.router = router;
    this.specs = specs;
    this.platform = platform;
    this.busy = busy;
  }

  /** What an engine tells a supervisor that has ended is dropped. */
  private static ScheduledExecutorService thread(String name) {
    return new ScheduledThreadPoolExecutor(
        1,
        Thread.ofPlatform().daemon().name(name).factory(),
        new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Looks once at everything that is wanted, then watches. */
  public void start() {
    look();
    engine.onEnded(this::ended);
    // Each guards itself, so its future has nothing to tell.
    long every = CLOCK.toMillis();
    var _ = clock.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
    var _ = broom.scheduleWithFixedDelay(this::sweep, 0, every, TimeUnit.MILLISECONDS);
  }

  /**
   * Looks at everything now, and returns when what is not wanted is stopped and what is wanted was
   * started; or after a while.
   */
  public void lookNow() throws InterruptedException {
    Future<?> looked = clock.submit(this::look);
    Future<?> swept = broom.submit(this::sweep);
    try {
      looked.get(LONGEST_LOOK.toSeconds(), TimeUnit.SECONDS);
      swept.get(LONGEST_LOOK.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.warn("a look at what runs goes on: {}", e.toString());
    }
  }

  /** How often this process was started again after a crash. */
  public int restarts(InstanceName name) {
    return Optional.ofNullable(backoffs.get(name)).map(Backoff::restarts).orElse(0);
  }

  private void ended(Ended ended) {
    clock.execute(() -> crashed(ended));
  }

  private void crashed(Ended ended) {
    Optional<InstanceRow> row = wanted(ended.name());
    if (row.isEmpty()) {
      return;
    }
    platform.platform(ended.name().app(), ended.release(), crash(ended));
    Duration delay = backoff(ended.name()).delay();
    var _ =
        clock.schedule(
            () -> guarded(() -> keep(ended.name())),
            delay.plus(SLACK).toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private static String crash(Ended ended) {
    String process = ended.name().process().toString();
    if (ended.outOfMemory()) {
      return "R15: " + process + " was killed for memory; starting it again";
    }
    Integer code = ended.exitCode();
    return process
        + (code == null ? " ended" : " exited with code " + code)
        + "; starting it again";
  }

  private void look() {
    guarded(() -> {
      List<InstanceName> wanted = store.instances().all().stream().map(InstanceRow::name).toList();
      backoffs.keySet().retainAll(Set.copyOf(wanted));
      for (InstanceName name : wanted) {
        guardedAlone(name);
      }
    });
  }

  /** The trouble of one process is not the others'; that of the engine is. */
  private void guardedAlone(InstanceName name) throws InterruptedException {
    try {
      keep(name);
    } catch (EngineUnavailable e) {
      throw e;
    } catch (RuntimeException e) {
      log.error("a look at {} failed", name, e);
    }
  }

  /** Sees to it that one process, if it is wanted, runs, and that its route leads to it. */
  private void keep(InstanceName name) throws InterruptedException {
    Optional<InstanceRow> row = wanted(name);
    if (row.isPresent()) {
      switch (engine.inspect(name)) {
        case Running running -> follow(row.get(), running);
        case Ended ended -> restart(row.get(), Duration.between(ended.at(), Instant.now()));
        case Gone _ -> restart(row.get(), Duration.ofDays(1));
      }
    }
  }

  private void follow(InstanceRow row, Running running) {
    backoffs.putIfAbsent(row.name(), Backoff.none(running.startedAt()));
    boolean moved =
        !row.host().equals(running.host())
            || (row.port() != running.port() && movedPort(row, running));
    if (moved) {
      store
          .instances()
          .move(new InstanceRow(row.name(), row.release(), running.host(), running.port()));
      router.publish();
    }
  }

  /** A port other than the one it was told may be where it listens, as its check found out. */
  private boolean movedPort(InstanceRow row, Running running) {
    return engine.listeners(running.name()).stream().noneMatch(l -> l.port() == row.port());
  }

  private void restart(InstanceRow row, Duration downFor) throws InterruptedException {
    Backoff backoff = backoff(row.name());
    if (downFor.compareTo(backoff.delay()) < 0) {
      return;
    }
    Optional<App> found = store.apps().find(row.name().app());
    if (found.isEmpty()) {
      return; // Destroyed meanwhile.
    }
    App app = found.get();
    Release release = store.releases().find(app.id(), row.release()).orElseThrow();
    try {
      Running running = engine.start(specs.of(app, release, row.name()));
      backoffs.put(row.name(), backoff.again(Instant.now()));
      follow(row, running);
    } catch (StartFailed e) {
      backoffs.put(row.name(), backoff.again(Instant.now()));
      platform.platform(
          app.id(), row.release(), row.name().process() + " cannot start: " + e.reason());
    }
  }

  /**
   * Stops what nobody wants: left by a crash, or by an engine that did not answer. It may have
   * traffic where a switch was saved and could not be published: so that comes first here too.
   */
  private void sweep() {
    guarded(() -> {
      List<InstanceName> left = new ArrayList<>();
      for (InstanceState state : engine.recover()) {
        InstanceName name = state.name();
        // In this order: what a deploy has just made wanted must not be seen as unwanted.
        if (!name.process().isOneOff() && !busy.test(name.app()) && wanted(name).isEmpty()) {
          left.add(name);
        }
      }
      if (!left.isEmpty()) {
        log.info("stopping {}, which nobody wants", left);
        router.publish();
        router.drain(Set.copyOf(left), DRAIN);
        engine.stopAll(left, GRACE);
      }
    });
  }

  private Optional<InstanceRow> wanted(InstanceName name) {
    return store.instances().of(name.app()).stream()
        .filter(row -> row.name().equals(name))
        .findFirst();
  }

  private Backoff backoff(InstanceName name) {
    return backoffs.computeIfAbsent(name, _ -> Backoff.none(Instant.now()));
  }

  private interface Look {
    void now() throws InterruptedException;
  }

  /** The clock must never stop: a look that fails is told, and the next one comes. */
  private static void guarded(Look look) {
    try {
      look.now();
    } catch (EngineUnavailable e) {
      log.warn("the engine does not answer: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.error("a look at what runs failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    broom.shutdownNow();
  }
}
