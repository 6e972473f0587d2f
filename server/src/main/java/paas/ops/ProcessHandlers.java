package paas.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import paas.deploy.DeployMachine;
import paas.deploy.DeployQueue;
import paas.deploy.StepLimits;
import paas.engine.Engine;
import paas.engine.InstanceState;
import paas.engine.Running;
import paas.engine.Usage;
import paas.model.Actor;
import paas.model.App;
import paas.model.Deploy.Cause;
import paas.model.Formation;
import paas.model.InstanceName;
import paas.model.ProcessName;
import paas.model.ProcessType;
import paas.model.Release;
import paas.model.UserError;
import paas.ops.ProcessCommands.ListProcesses;
import paas.ops.ProcessCommands.ProcessStatus;
import paas.ops.ProcessCommands.Processes;
import paas.ops.ProcessCommands.Rebuild;
import paas.ops.ProcessCommands.Restart;
import paas.ops.ProcessCommands.Scale;
import paas.ops.ProcessCommands.Scaled;
import paas.ops.ProcessCommands.Start;
import paas.ops.ProcessCommands.Stop;
import paas.ops.ProcessCommands.StopOneOffs;
import paas.route.AppRules;
import paas.route.Router;
import paas.store.InstanceRow;
import paas.store.KeptRelease;
import paas.store.Store;
import paas.supervise.Supervisor;

/** Handles what runs: list, scale, restart, stop, start, rebuild. */
public final class ProcessHandlers {
  private final Store store;
  private final Engine engine;
  private final Router router;
  private final RunHandlers runs;
  private final Supervisor supervisor;
  private final DeployQueue queue;
  private final StepLimits limits;
  private final Lookup lookup;
  private final Rolls rolls;

  /** Adds its handlers to the table. */
  public ProcessHandlers(
      Table table,
      Store store,
      Engine engine,
      Router router,
      DeployMachine machine,
      RunHandlers runs,
      Supervisor supervisor) {
    this.store = store;
    this.engine = engine;
    this.router = router;
    this.runs = runs;
    this.supervisor = supervisor;
    this.queue = machine.queue();
    this.limits = machine.limits();
    this.lookup = new Lookup(store);
    this.rolls = new Rolls(queue);
    table.on(ListProcesses.class, (_, wish) -> processes(lookup.app(wish.app())));
    table.on(Scale.class, this::scale);
    table.on(Restart.class, this::restart);
    table.on(Stop.class, this::stop);
    table.on(Start.class, this::start);
    table.on(Rebuild.class, this::rebuild);
    table.on(
        StopOneOffs.class,
        (who, wish) -> {
          App app = lookup.app(wish.app());
          runs.stop(who, app, wish.processes());
          return processes(app);
        });
  }

  private Processes processes(App app) {
    Map<ProcessType, String> commands = commands(app);
    List<ProcessStatus> running =
        store.instances().of(app.id()).stream()
            .sorted((a, b) -> a.name().process().compareTo(b.name().process()))
            .map(row -> status(row, commands))
            .collect(Collectors.toCollection(ArrayList::new));
    running.addAll(standing(app));
    running.addAll(runs.statuses(app));
    Map<ProcessType, String> idle = new TreeMap<>(commands);
    idle.keySet().removeIf(type -> app.formation().count(type) > 0 || type.isDeployCommand());
    return new Processes(
        app.name().value(),
        AppHandlers.plain(app.formation().counts()),
        running,
        AppHandlers.plain(idle));
  }

  private List<ProcessStatus> standing(App app) {
    Optional<KeptRelease> kept = store.instances().kept(app.id());
    return kept.stream()
        .flatMap(release -> release.processes().stream())
        .map(row -> standing(kept.get(), row))
        .toList();
  }

  private ProcessStatus standing(KeptRelease kept, InstanceRow row) {
    return new ProcessStatus(
        row.name().process().toString(),
        "kept",
        Release.label(row.release()),
        kept.since(),
        0,
        engine.usage(row.name()).memoryBytes(),
        0,
        store
            .releases()
            .find(row.name().app(), row.release())
            .map(release -> release.commands().get(row.name().process().type()))
            .orElse(""),
        kept.until());
  }

  private Map<ProcessType, String> commands(App app) {
    Integer live = app.liveRelease();
    return live == null
        ? Map.of()
        : store.releases().find(app.id(), live).map(Release::commands).orElse(Map.of());
  }

  private ProcessStatus status(InstanceRow row, Map<ProcessType, String> commands) {
    InstanceName name = row.name();
    String command = commands.getOrDefault(name.process().type(), "");
    int restarts = supervisor.restarts(name);
    return switch (engine.inspect(name)) {
      case Running running -> {
        Usage usage = engine.usage(name);
        yield new ProcessStatus(
            name.process().toString(),
            "up",
            Release.label(row.release()),
            running.startedAt(),
            cpuPercent(usage, running.startedAt()),
            usage.memoryBytes(),
            restarts,
            command);
      }
      case InstanceState.Ended ended -> down(row, "crashed", ended.at(), restarts, command);
      case InstanceState.Held _ ->
          down(
              row,
              rules(name).asleep() ? "asleep" : "paused",
              rules(name).asleepSince().orElseGet(Instant::now),
              restarts,
              command);
      case InstanceState.Gone _ -> down(row, "down", Instant.now(), restarts, command);
    };
  }

  private AppRules rules(InstanceName name) {
    return new AppRules(store.proxyRules().of(name.app()));
  }

  private static ProcessStatus down(
      InstanceRow row, String state, Instant since, int restarts, String command) {
    return new ProcessStatus(
        row.name().process().toString(),
        state,
        Release.label(row.release()),
        since,
        0,
        0,
        restarts,
        command);
  }

  static double cpuPercent(Usage usage, Instant startedAt) {
    long lived = Math.max(1, Duration.between(startedAt, Instant.now()).toNanos());
    return Math.round(1000.0 * usage.cpuNanos() / lived) / 10.0;
  }

  private Scaled scale(Actor who, Scale wish) {
    App app = lookup.unlocked(wish.app());
    Map<ProcessType, String> known = commands(app);
    for (ProcessType type : wish.counts().keySet()) {
      if (type.isDeployCommand()) {
        throw UserError.usage(
            type + " is run once by each deploy and never kept running",
            "to run it by hand: ssh paas run " + app.name() + " " + type);
      }
      if (app.liveRelease() != null && !known.containsKey(type)) {
        throw UserError.usage(
            app.name() + " has no process type '" + type + "'", "it has: " + types(known));
      }
    }
    Formation wanted = app.formation().with(wish.counts());
    boolean runs = app.liveRelease() != null && !app.stopped();
    // What waits may change the counts by then, even when they are now as they are wanted.
    if (runs && (!wanted.equals(app.formation()) || queue.busy(app.id()))) {
      return new Scaled(AppHandlers.plain(wanted.counts()), rolls.scale(who, app, wish.counts()));
    }
    store.apps().formation(app.id(), wanted);
    return new Scaled(AppHandlers.plain(wanted.counts()), null);
  }

  private static String types(Map<ProcessType, String> known) {
    return known.keySet().stream()
        .filter(type -> !type.isDeployCommand())
        .map(ProcessType::value)
        .collect(Collectors.joining(", "));
  }

  private Roll restart(Actor who, Restart wish) {
    App app = lookup.unlocked(wish.app());
    deployed(app);
    if (app.stopped()) {
      throw UserError.failed(
          app.name() + " is stopped", "start it: ssh paas ps:start " + app.name());
    }
    Set<ProcessName> only = new TreeSet<>();
    for (String what : wish.what()) {
      only.addAll(named(app, what));
    }
    return rolls.restart(who, app, only);
  }

  private static List<ProcessName> named(App app, String what) {
    List<ProcessName> all = app.formation().processes();
    List<ProcessName> chosen =
        what.contains(".")
            ? all.stream().filter(ProcessName.parse(what)::equals).toList()
            : all.stream().filter(p -> p.type().equals(new ProcessType(what))).toList();
    if (chosen.isEmpty()) {
      throw UserError.usage(
          app.name() + " runs no '" + what + "'",
          "it runs: " + all.stream().map(ProcessName::toString).collect(Collectors.joining(" ")));
    }
    return chosen;
  }

  /** Takes the app out of the routes, lets its requests end, and stops its processes. */
  private Processes stop(Actor who, Stop wish) {
    App app = lookup.app(wish.app());
    try (DeployQueue.Hold _ = queue.hold(app.id())) {
      List<InstanceName> names = new ArrayList<>();
      store.instances().of(app.id()).forEach(row -> names.add(row.name()));
      store.instances().kept(app.id()).ifPresent(kept -> names.addAll(kept.names()));
      store.apps().stopped(app.id(), true, who);
      store.instances().replace(app.id(), List.of());
      router.publish();
      router.drain(Set.copyOf(names), limits.drain());
      engine.stopAll(names, limits.stop());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return processes(store.apps().find(app.id()).orElseThrow());
  }

  private Roll start(Actor who, Start wish) {
    App app = lookup.unlocked(wish.app());
    int live = deployed(app);
    if (!app.stopped()) {
      throw UserError.failed(
          app.name() + " is not stopped", "to renew its processes: ssh paas ps:restart");
    }
    Release release = store.releases().find(app.id(), live).orElseThrow();
    boolean changed =
        release.configVersion() != app.configVersion()
            || !release.formation().equals(app.formation());
    return rolls.roll(who, app, changed ? Cause.CONFIG : Cause.START);
  }

  private Roll rebuild(Actor who, Rebuild wish) {
    App app = lookup.unlocked(wish.app());
    if (queue.busy(app.id())) {
      // What is live at its end would not be what is built again here.
      throw UserError.failed(
          "a deploy of " + app.name() + " is under way", "wait for its end, then try again");
    }
    String commit = store.releases().find(app.id(), deployed(app)).orElseThrow().commit();
    if (commit == null) {
      throw UserError.failed("the live release was not built from a commit", "push the app");
    }
    return rolls.rebuild(who, app, commit);
  }

  static int deployed(App app) {
    Integer live = app.liveRelease();
    if (live == null) {
      throw UserError.failed(
          "nothing of " + app.name() + " was deployed yet", "push it: git push paas main");
    }
    return live;
  }
}
