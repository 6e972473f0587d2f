package paas.deploy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import paas.engine.Engine;
import paas.engine.InstanceState;
import paas.engine.Running;
import paas.model.AppId;
import paas.model.Deploy;
import paas.model.InstanceName;
import paas.model.ProcessName;
import paas.model.ProcessType;
import paas.model.Release;
import paas.route.AppChecks;
import paas.route.AppRules;
import paas.route.Router;
import paas.store.InstanceRow;
import paas.store.KeptRelease;
import paas.store.Store;

/**
 * Web processes that a deploy need not start: those of the release before, which stand still for a
 * while after they were replaced, and those of a canary that is promoted. That they stand by is
 * what the store says; that they stand still follows from it.
 */
public final class Standby {
  private static final Duration DRAIN = Duration.ofSeconds(30);
  private static final String ANEW = "It is started anew.";

  private final Store store;
  private final Engine engine;
  private final Router router;
  private final HealthCheck checks;
  private final PlatformLog platform;

  /** Who looks after what stands by keeps a deploy from waking it meanwhile. */
  private final Map<AppId, ReentrantLock> locks = new ConcurrentHashMap<>();

  Standby(Store store, Engine engine, Router router, HealthCheck checks, PlatformLog platform) {
    this.store = store;
    this.engine = engine;
    this.router = router;
    this.checks = checks;
    this.platform = platform;
  }

  /**
   * Lets go on what a deploy may take over, and looks at each once.
   *
   * @param wanted the processes that the deploy needs
   * @return those that are well, by their names
   */
  Map<ProcessName, Running> wake(Work work, Release release, List<ProcessName> wanted)
      throws DeployFailed, InterruptedException {
    List<InstanceRow> there = ready(work.deploy, wanted);
    if (there.isEmpty()) {
      return Map.of();
    }
    work.log.takingOver(Release.label(there.getFirst().release()), processes(there));
    List<Callable<Optional<Running>>> looks = new ArrayList<>();
    there.forEach(row -> looks.add(() -> wake(work, release, row)));
    ReentrantLock lock = lock(work.app.id());
    try {
      return StartStep.all(looks).stream()
          .flatMap(Optional::stream)
          .collect(Collectors.toMap(running -> running.name().process(), running -> running));
    } finally {
      lock.unlock();
    }
  }

  private List<InstanceRow> ready(Deploy deploy, List<ProcessName> wanted) {
    List<InstanceRow> rows =
        switch (deploy.cause()) {
          case ROLLBACK ->
              store.instances().kept(deploy.app()).stream()
                  .flatMap(kept -> kept.processes().stream())
                  .toList();
          case PROMOTE -> store.instances().of(deploy.app());
          case PUSH, CANARY, REBUILD, CONFIG, SCALE, RESTART, START -> List.of();
        };
    return rows.stream()
        .filter(row -> deploy.source() != null && row.release() == deploy.source())
        .filter(row -> row.name().process().type().equals(ProcessType.WEB))
        .filter(row -> wanted.contains(row.name().process()))
        .toList();
  }

  private static List<ProcessName> processes(List<InstanceRow> rows) {
    return rows.stream().map(row -> row.name().process()).toList();
  }

  private Optional<Running> wake(Work work, Release release, InstanceRow row)
      throws InterruptedException {
    Instant began = Instant.now();
    ProcessName process = row.name().process();
    String known = process + " of " + Release.label(row.release());
    if (!engine.thaw(row.name()) || !(engine.inspect(row.name()) instanceof Running running)) {
      work.log.warning(known + " does not run any more", ANEW);
      return Optional.empty();
    }
    // Its check has found out where it listens.
    Running dialled = running.port() == row.port() ? running : running.listeningOn(row.port());
    AppChecks asked = new AppChecks(store.proxyRules().of(work.app.id()));
    try {
      String how = checks.once(dialled, release, asked);
      work.log.healthy(process, Duration.between(began, Instant.now()), how);
      return Optional.of(dialled);
    } catch (IOException e) {
      work.log.warning(known + " is not well: " + e.getMessage(), ANEW);
      return Optional.empty();
    }
  }

  /**
   * What stands by from a deploy's switch on: what is live until then, where its app asks for that;
   * or what did, where the same release stays live.
   */
  Optional<KeptRelease> after(Deploy deploy, List<InstanceRow> wanted) {
    if (!replaces(deploy.cause())) {
      return store.instances().kept(deploy.app());
    }
    Integer live = store.apps().find(deploy.app()).orElseThrow().liveRelease();
    Optional<Duration> time = time(deploy.app());
    if (live == null || time.isEmpty()) {
      return Optional.empty();
    }
    Set<InstanceName> taken = new HashSet<>();
    wanted.forEach(row -> taken.add(row.name()));
    List<InstanceRow> rows =
        store.instances().of(deploy.app()).stream()
            .filter(row -> row.release() == live && !taken.contains(row.name()))
            .filter(row -> row.name().process().type().equals(ProcessType.WEB))
            .toList();
    Instant now = Instant.now();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(new KeptRelease(live, now, now.plus(time.get()), rows));
  }

  /** Whether another release is live after it. */
  static boolean replaces(Deploy.Cause cause) {
    return switch (cause) {
      case PUSH, PROMOTE, REBUILD, CONFIG, SCALE, ROLLBACK -> true;
      case CANARY, RESTART, START -> false;
    };
  }

  private Optional<Duration> time(AppId app) {
    return new AppRules(store.proxyRules().of(app)).keep();
  }

  /**
   * Lets stand still what stands by and has no request any more.
   *
   * @return what stands by now; nothing where one of its processes could not
   */
  Optional<KeptRelease> freeze(AppId app) throws InterruptedException {
    Optional<KeptRelease> kept = store.instances().kept(app);
    if (kept.isPresent() && !freeze(kept.get())) {
      store.instances().endKept(app);
      return Optional.empty();
    }
    return kept;
  }

  private boolean freeze(KeptRelease kept) throws InterruptedException {
    boolean all = true;
    for (InstanceName name : kept.names()) {
      all &= engine.freeze(name);
    }
    return all;
  }

  /**
   * Looks after what stands by of an app: ends it when its time is over, when its app does not ask
   * for it any more, and when it is not whole; lets stand still what does not. The sweep stops what
   * has ended here.
   *
   * @param busy whether a deploy or a stop of this app is under way, which then owns its processes
   * @return whether it has ended
   */
  public boolean look(AppId app, Predicate<AppId> busy) throws InterruptedException {
    Optional<KeptRelease> found = store.instances().kept(app);
    if (found.isEmpty() || busy.test(app)) {
      return false;
    }
    List<InstanceName> awake = new ArrayList<>();
    String over = over(app, found.get(), awake);
    if (over == null && awake.isEmpty()) {
      return false;
    }
    // A switch may be saved and not published: what is to stand still must not be asked any more.
    router.publish();
    router.drain(Set.copyOf(found.get().names()), DRAIN);
    ReentrantLock lock = lock(app);
    try {
      if (busy.test(app) || !store.instances().kept(app).equals(found)) {
        return false;
      }
      if (over == null && freeze(app).isPresent()) {
        return false;
      }
      store.instances().endKept(app);
      platform.platform(
          app,
          found.get().release(),
          Release.label(found.get().release())
              + " does not stand by any more: "
              + (over == null ? "a process has ended" : over));
      return true;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable String over(AppId app, KeptRelease kept, List<InstanceName> awake) {
    if (!Instant.now().isBefore(kept.until())) {
      return "its time is over";
    }
    if (time(app).isEmpty()) {
      return "it is not asked for any more";
    }
    for (InstanceRow row : kept.processes()) {
      switch (engine.inspect(row.name())) {
        case InstanceState.Held _ -> {}
        case Running _ -> awake.add(row.name());
        case InstanceState.Ended _, InstanceState.Gone _ -> {
          return row.name().process() + " has ended";
        }
      }
    }
    return null;
  }

  private ReentrantLock lock(AppId app) throws InterruptedException {
    ReentrantLock lock = locks.computeIfAbsent(app, _ -> new ReentrantLock());
    lock.lockInterruptibly();
    return lock;
  }
}
