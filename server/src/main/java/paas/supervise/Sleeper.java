package paas.supervise;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.deploy.PlatformLog;
import paas.engine.Engine;
import paas.engine.EngineUnavailable;
import paas.engine.InstanceState;
import paas.engine.Running;
import paas.model.Actor;
import paas.model.App;
import paas.model.AppId;
import paas.model.InstanceName;
import paas.model.UserError;
import paas.route.AppRules;
import paas.route.Router;
import paas.store.InstanceRow;
import paas.store.Store;

/**
 * Puts apps to sleep that nobody asks for, and wakes them with their first request. Asleep is what
 * the store says; that processes stand still follows from it, and is put right when it is not so.
 */
public final class Sleeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sleeper.class);
  private static final Duration CLOCK = Duration.ofSeconds(1);
  private static final int SETTLE_EVERY = 10;

  /** A request that read the table before the last one was published has a target by then. */
  private static final Duration CLAIMED = Duration.ofMillis(50);

  private static final Duration LAST_REQUESTS = Duration.ofSeconds(2);

  private final Store store;
  private final Engine engine;
  private final Router router;
  private final Supervisor supervisor;
  private final PlatformLog platform;
  private final Predicate<AppId> busy;
  private final Map<AppId, ReentrantLock> locks = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("sleeper").factory());
  private int ticks;

  /**
   * @param busy whether a deploy or a stop of this app is under way, which then owns its processes
   */
  public Sleeper(
      Store store,
      Engine engine,
      Router router,
      Supervisor supervisor,
      PlatformLog platform,
      Predicate<AppId> busy) {
    this.store = store;
    this.engine = engine;
    this.router = router;
    this.supervisor = supervisor;
    this.platform = platform;
    this.busy = busy;
  }

  /** Watches from now on. */
  public void start() {
    long every = CLOCK.toMillis();
    var _ = clock.scheduleWithFixedDelay(this::tick, 0, every, TimeUnit.MILLISECONDS);
  }

  /** A request waits for this app: returns at once. */
  public void requested(AppId app) {
    if (asleep(app)) {
      Thread.ofVirtual().name("wake-" + app).start(() -> guarded(app, () -> wake(app)));
    }
  }

  private void tick() {
    boolean settle = ticks++ % SETTLE_EVERY == 0;
    try {
      store
          .proxyRules()
          .all()
          .forEach((app, texts) -> {
            AppRules rules = new AppRules(texts);
            if (rules.asleep() || rules.sleep().isPresent()) {
              guarded(app, () -> look(app, rules, settle));
            }
          });
    } catch (RuntimeException e) {
      log.error("a look for apps that could sleep failed", e);
    }
  }

  private void look(AppId id, AppRules rules, boolean settle) throws InterruptedException {
    Optional<App> app = store.apps().find(id);
    if (app.isEmpty()) {
      return;
    }
    if (rules.asleep()) {
      if (busy.test(id) || router.held(app.get()) > 0) {
        requested(id);
      } else if (settle) {
        settle(id);
      }
    } else if (mayFallAsleep(app.get(), rules)) {
      sleep(id, "no request for " + rules.sleepText());
    }
  }

  private boolean mayFallAsleep(App app, AppRules rules) {
    Optional<Duration> idle = router.idle(app);
    return idle.isPresent() && idle.get().compareTo(rules.sleep().orElseThrow()) >= 0;
  }

  /** Whether the app sleeps, as the store has it. */
  public boolean asleep(AppId app) {
    return new AppRules(store.proxyRules().of(app)).asleep();
  }

  /**
   * Puts an app to sleep, unless something is under way for it.
   *
   * @return whether it sleeps now
   */
  public boolean sleep(AppId app, String why) throws InterruptedException {
    ReentrantLock lock = lock(app);
    try {
      List<InstanceRow> rows = store.instances().of(app);
      if (rows.isEmpty() || busy.test(app) || asleep(app)) {
        return asleep(app);
      }
      store.proxyRules().change(app, AppRules.sleeps(Instant.now()), Actor.PLATFORM, "asleep");
      // From here on requests wait, so what is in flight can only become less.
      router.publish();
      Thread.sleep(CLAIMED);
      if (!becomesIdle(rows) || busy.test(app)) {
        awaken(app);
        return false;
      }
      for (InstanceRow row : rows) {
        engine.freeze(row.name());
      }
      platform.platform(app, rows.getFirst().release(), "asleep: " + why);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing is under way, for sure: a proxy that does not answer may be busy. */
  private boolean becomesIdle(List<InstanceRow> rows) throws InterruptedException {
    Instant end = Instant.now().plus(LAST_REQUESTS);
    while (router.inFlight(rows).orElse(1) > 0) {
      if (Instant.now().isAfter(end)) {
        return false;
      }
      Thread.sleep(CLAIMED);
    }
    return true;
  }

  /** Wakes an app: when this returns, its requests go on. */
  public void wake(AppId app) throws InterruptedException {
    ReentrantLock lock = lock(app);
    try {
      if (asleep(app)) {
        awaken(app);
      }
    } finally {
      lock.unlock();
    }
  }

  private void awaken(AppId app) throws InterruptedException {
    Instant began = Instant.now();
    List<InstanceRow> rows = store.instances().of(app);
    boolean all = true;
    for (InstanceRow row : rows) {
      all &= engine.thaw(row.name());
    }
    store.proxyRules().awake(app, Actor.PLATFORM);
    // Who waits for the app shall not wait for the disk.
    router.publishAtOnce();
    long millis = Duration.between(began, Instant.now()).toMillis();
    router.publish();
    if (!rows.isEmpty()) {
      platform.platform(app, rows.getFirst().release(), "awake after " + millis + " ms");
    }
    if (!all) {
      supervisor.lookNow();
    }
  }

  /** What was started again while the app sleeps stands still too. */
  private void settle(AppId app) throws InterruptedException {
    ReentrantLock lock = lock(app);
    try {
      if (asleep(app) && !busy.test(app)) {
        for (InstanceRow row : store.instances().of(app)) {
          InstanceName name = row.name();
          InstanceState state = engine.inspect(name);
          if (state instanceof Running) {
            engine.freeze(name);
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private ReentrantLock lock(AppId app) throws InterruptedException {
    ReentrantLock lock = locks.computeIfAbsent(app, _ -> new ReentrantLock());
    lock.lockInterruptibly();
    return lock;
  }

  private interface Look {
    void now() throws InterruptedException;
  }

  /** The clock must never stop, and who waits is seen again by the next tick. */
  private void guarded(AppId app, Look look) {
    try {
      look.now();
    } catch (EngineUnavailable e) {
      log.warn("{} neither sleeps nor wakes: {}", app, e.getMessage());
    } catch (UserError e) {
      log.warn("{} neither sleeps nor wakes: {}", app, e.what());
    } catch (RuntimeException e) {
      log.error("{} neither sleeps nor wakes", app, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
