package paas.supervise;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.deploy.CanaryEnd;
import paas.deploy.DeployMachine;
import paas.deploy.PlatformLog;
import paas.deploy.Standby;
import paas.engine.Engine;
import paas.engine.EngineUnavailable;
import paas.engine.InstanceState;
import paas.engine.InstanceState.Ended;
import paas.model.Actor;
import paas.model.AppId;
import paas.model.Deploy;
import paas.model.InstanceName;
import paas.model.Release;
import paas.model.UserError;
import paas.route.Router;
import paas.store.InstanceRow;
import paas.store.Store;

/**
 * Makes what runs be what is wanted. One rule for the start, for whatever the engine tells and for
 * the slow clock: every wanted process runs and is routed to where it really is, and nothing else
 * runs. The clock itself never waits for the engine: each app is looked at on a lane of its own.
 */
public final class Supervisor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);
  private static final Duration CLOCK = Duration.ofSeconds(10);

  /** The door waits no longer for the first look. */
  private static final Duration FIRST = Duration.ofSeconds(10);

  /** So that a scheduled start never finds itself a moment too early. */
  private static final Duration SLACK = Duration.ofMillis(20);

  private static final Duration LONGEST_LOOK = Duration.ofSeconds(60);
  private static final Duration DRAIN = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int AT_ONCE = 8;

  private final Store store;
  private final Engine engine;
  private final Router router;
  private final Standby standby;
  private final CanaryEnd canaries;
  private final PlatformLog platform;

  /** Whether a deploy or a stop of this app is under way, which then owns its processes. */
  private final Predicate<AppId> busy;

  private final Keeper keeper;
  private final AtomicBoolean away = new AtomicBoolean();
  private final ScheduledExecutorService clock = thread("supervisor");
  private final Lanes looks = new Lanes("look", AT_ONCE);

  /** Their own, because what ends slowly must not keep what crashed from starting again. */
  private final ScheduledExecutorService broom = thread("sweep");

  private final Lanes sweeps = new Lanes("sweep", AT_ONCE);

  public Supervisor(
      Store store, Engine engine, Router router, DeployMachine machine, PlatformLog platform) {
    this.store = store;
    this.engine = engine;
    this.router = router;
    this.standby = machine.standby();
    this.canaries = machine.canaries();
    this.platform = platform;
    this.busy = machine.queue()::busy;
    this.keeper = new Keeper(store, engine, router, machine.specs(), platform);
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
    look().completeOnTimeout(null, FIRST.toMillis(), TimeUnit.MILLISECONDS).join();
    engine.onEnded(this::ended);
    // Each guards itself, so its future has nothing to tell.
    engine.onChanged(name -> begin(() -> look(name.app())));
    long every = CLOCK.toMillis();
    var _ =
        clock.scheduleWithFixedDelay(() -> begin(this::look), every, every, TimeUnit.MILLISECONDS);
    var _ = broom.scheduleWithFixedDelay(() -> begin(this::sweep), 0, every, TimeUnit.MILLISECONDS);
  }

  /**
   * Looks at everything now, and returns when what is not wanted is stopped and what is wanted was
   * started; or after a while.
   */
  public void lookNow() throws InterruptedException {
    CompletableFuture<Void> all = CompletableFuture.allOf(look(), sweep());
    try {
      all.get(LONGEST_LOOK.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.warn("a look at what runs goes on: {}", e.toString());
    }
  }

  private static void begin(Supplier<CompletableFuture<Void>> look) {
    var _ = look.get();
  }

  /** How often this process was started again after a crash. */
  public int restarts(InstanceName name) {
    return keeper.restarts(name);
  }

  private void ended(Ended ended) {
    clock.execute(() -> guarded(() -> crashed(ended)));
  }

  private void crashed(Ended ended) {
    Optional<InstanceRow> row = keeper.wanted(ended.name());
    if (row.isEmpty()) {
      // What stood by is not started again, and ends whole.
      begin(() -> look(ended.name().app()));
      return;
    }
    platform.platform(ended.name().app(), ended.release(), crash(ended));
    Duration delay = keeper.backoff(ended.name()).delay();
    var _ =
        clock.schedule(
            () -> begin(() -> look(ended.name().app())),
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

  /** Begins a look at everything; completed when that was done. */
  private CompletableFuture<Void> look() {
    try {
      Set<InstanceName> wanted =
          store.instances().all().stream().map(InstanceRow::name).collect(Collectors.toSet());
      keeper.retain(wanted);
      Set<AppId> apps = new HashSet<>(store.instances().kept().keySet());
      wanted.forEach(name -> apps.add(name.app()));
      return CompletableFuture.allOf(
          apps.stream().map(this::look).toArray(CompletableFuture<?>[]::new));
    } catch (RuntimeException e) {
      log.error("what is wanted could not be looked up", e);
      return CompletableFuture.completedFuture(null);
    }
  }

  private CompletableFuture<Void> look(AppId app) {
    return looks.offer(
        app,
        () ->
            guarded(() -> {
              keeper.keep(app);
              if (standby.look(app, busy)) {
                begin(this::sweep);
              }
              giveUp(app);
              if (away.compareAndSet(true, false)) {
                keeper.forgive();
              }
            }));
  }

  /** A canary of which nothing stays up is no use to anybody: it is ended as by its verb. */
  private void giveUp(AppId app) throws InterruptedException {
    Optional<Deploy> canary = store.deploys().canary(app);
    if (canary.isEmpty()
        || busy.test(app)
        || !keeper.hopeless(canaries.processes(canary.get()))
        || canaries.end(app, Actor.PLATFORM.name()).isEmpty()) {
      return;
    }
    int release = CanaryEnd.release(canary.get());
    platform.platform(
        app,
        release,
        "canary "
            + Release.label(release)
            + " is ended: its processes crash however often they are started;"
            + " all visitors get what is live");
  }

  /**
   * Stops what nobody wants: left by a crash, or by an engine that did not answer. It may have
   * traffic where a switch was saved and could not be published: so that comes first here too.
   */
  private CompletableFuture<Void> sweep() {
    List<CompletableFuture<Void>> begun = new ArrayList<>();
    guarded(() -> {
      Map<AppId, List<InstanceName>> there =
          engine.recover().stream()
              .map(InstanceState::name)
              .collect(Collectors.groupingBy(InstanceName::app));
      there.forEach((app, names) -> {
        if (!unwanted(app, names).isEmpty()) {
          begun.add(sweeps.offer(app, () -> guarded(() -> sweep(app, names))));
        }
      });
    });
    return CompletableFuture.allOf(begun.toArray(CompletableFuture<?>[]::new));
  }

  private List<InstanceName> unwanted(AppId app, List<InstanceName> names) {
    if (busy.test(app)) {
      return List.of();
    }
    // In this order, and in one look: what a deploy has just made wanted is not unwanted.
    Set<InstanceName> wanted = store.instances().names(app);
    return names.stream()
        // Those have a watch of their own.
        .filter(name -> !name.process().isOneOff())
        .filter(name -> !wanted.contains(name))
        .toList();
  }

  private void sweep(AppId app, List<InstanceName> names) throws InterruptedException {
    List<InstanceName> left = unwanted(app, names);
    if (!left.isEmpty()) {
      log.info("stopping {}, which nobody wants", left);
      router.publish();
      router.drain(Set.copyOf(left), DRAIN);
      engine.stopAll(left, GRACE);
    }
    if (store.apps().find(app).isEmpty()) {
      // Destroyed while the engine did not answer.
      engine.forget(app);
    }
  }

  private interface Look {
    void now() throws InterruptedException;
  }

  /** The clock must never stop: a look that fails is told, and the next one comes. */
  private void guarded(Look look) {
    try {
      look.now();
    } catch (EngineUnavailable e) {
      away.set(true);
      log.warn("a look at what runs: {}", e.getMessage());
    } catch (UserError e) {
      log.warn("a look at what runs failed: {}", e.what());
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
    looks.close();
    sweeps.close();
  }
}
