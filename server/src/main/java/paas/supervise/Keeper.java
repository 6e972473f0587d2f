package paas.supervise;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.deploy.PlatformLog;
import paas.deploy.ProcessSpecs;
import paas.engine.Engine;
import paas.engine.EngineUnavailable;
import paas.engine.InstanceState;
import paas.engine.InstanceState.Ended;
import paas.engine.InstanceState.Gone;
import paas.engine.InstanceState.Held;
import paas.engine.Running;
import paas.engine.StartFailed;
import paas.model.App;
import paas.model.AppId;
import paas.model.InstanceName;
import paas.model.Release;
import paas.route.AppRules;
import paas.route.Router;
import paas.store.InstanceRow;
import paas.store.Store;

/** Sees to it that each wanted process of an app runs, and that its route leads to it. */
final class Keeper {
  private static final Logger log = LoggerFactory.getLogger(Keeper.class);
  private static final Duration LONG_AGO = Duration.ofDays(1);

  /** Starts in vain, which takes them about a quarter of a minute. */
  private static final int HOPELESS = 5;

  private final Store store;
  private final Engine engine;
  private final Router router;
  private final ProcessSpecs specs;
  private final PlatformLog platform;
  private final Map<InstanceName, Backoff> backoffs = new ConcurrentHashMap<>();

  Keeper(Store store, Engine engine, Router router, ProcessSpecs specs, PlatformLog platform) {
    this.store = store;
    this.engine = engine;
    this.router = router;
    this.specs = specs;
    this.platform = platform;
  }

  Backoff backoff(InstanceName name) {
    return backoffs.computeIfAbsent(name, _ -> Backoff.none(Instant.now()));
  }

  int restarts(InstanceName name) {
    return Optional.ofNullable(backoffs.get(name)).map(Backoff::restarts).orElse(0);
  }

  /** Whether none of these runs, and each crashed again and again however often it was started. */
  boolean hopeless(List<InstanceRow> rows) {
    return !rows.isEmpty()
        && rows.stream().allMatch(row -> backoff(row.name()).streak() >= HOPELESS)
        && rows.stream()
            .map(row -> engine.inspect(row.name()))
            .allMatch(state -> state instanceof Ended || state instanceof Gone);
  }

  /** Forgets all but what is wanted. */
  void retain(Set<InstanceName> wanted) {
    backoffs.keySet().retainAll(wanted);
  }

  /** Ends that came with the engine's own are no crashes: nothing waits longer for them. */
  void forgive() {
    backoffs.replaceAll((_, backoff) -> backoff.forgiven());
  }

  Optional<InstanceRow> wanted(InstanceName name) {
    return store.instances().of(name.app()).stream()
        .filter(row -> row.name().equals(name))
        .findFirst();
  }

  /**
   * Looks at all of an app; the trouble of one process is not the others', that of the engine is.
   */
  void keep(AppId app) throws InterruptedException {
    for (InstanceRow row : store.instances().of(app)) {
      try {
        keep(row.name());
      } catch (EngineUnavailable e) {
        throw e;
      } catch (RuntimeException e) {
        log.error("a look at {} failed", row.name(), e);
      }
    }
  }

  /** Sees to it that one process, if it is wanted, runs, and that its route leads to it. */
  private void keep(InstanceName name) throws InterruptedException {
    InstanceState state = engine.inspect(name);
    // Asked after the look: what a switch has just replaced and ended is wanted no more.
    Optional<InstanceRow> row = wanted(name);
    if (row.isPresent()) {
      switch (state) {
        case Running running -> follow(row.get(), running);
        case Ended ended -> restart(row.get(), Duration.between(ended.at(), Instant.now()));
        case Gone _ -> restart(row.get(), LONG_AGO);
        case Held held -> release(row.get(), held);
      }
    }
  }

  private void release(InstanceRow row, Held held) throws InterruptedException {
    if (new AppRules(store.proxyRules().of(row.name().app())).asleep()) {
      return;
    }
    platform.platform(
        row.name().app(), held.release(), row.name().process() + " was paused; it goes on");
    restart(row, LONG_AGO);
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
}
