package paas.ops;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.plan.StartCommand;
import paas.deploy.ProcessSpecs;
import paas.engine.Engine;
import paas.engine.EngineUnavailable;
import paas.engine.EnterSpec;
import paas.engine.InstanceSpec;
import paas.engine.OneOff;
import paas.engine.OneOffSpec;
import paas.engine.Running;
import paas.engine.ShellWords;
import paas.engine.StartFailed;
import paas.engine.Usage;
import paas.model.Actor;
import paas.model.App;
import paas.model.InstanceName;
import paas.model.ProcessName;
import paas.model.Release;
import paas.model.UserError;
import paas.ops.ProcessCommands.Detached;
import paas.ops.ProcessCommands.Enter;
import paas.ops.ProcessCommands.ProcessStatus;
import paas.ops.ProcessCommands.Run;
import paas.ops.ProcessCommands.RunDetached;
import paas.store.InstanceRow;
import paas.store.OneOffRow;
import paas.store.Store;
import paas.supervise.OneOffWatch;
import paas.supervise.Sleeper;

/** Handles what runs beside an app's formation: one-off processes, and who enters a process. */
public final class RunHandlers {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Store store;
  private final Engine engine;
  private final ProcessSpecs specs;
  private final OneOffWatch watch;
  private final Sleeper sleeper;
  private final Lookup lookup;

  /** Adds its handlers to the table. */
  public RunHandlers(
      Table table,
      Store store,
      Engine engine,
      ProcessSpecs specs,
      OneOffWatch watch,
      Sleeper sleeper) {
    this.store = store;
    this.engine = engine;
    this.specs = specs;
    this.watch = watch;
    this.sleeper = sleeper;
    this.lookup = new Lookup(store);
    table.on(Run.class, (_, wish) -> run(wish));
    table.on(RunDetached.class, this::detach);
    table.on(Enter.class, (_, wish) -> enter(wish));
  }

  private OneOff run(Run wish) {
    App app = lookup.app(wish.app());
    Release release = live(app);
    List<String> argv = expanded(wish.argv(), release);
    return started(() ->
        watch.attach(
            app,
            release.version(),
            ShellWords.shown(argv),
            name ->
                engine.run(
                    new OneOffSpec(
                        app.id(),
                        app.name(),
                        release.version(),
                        name.toString(),
                        release.artifact(),
                        argv,
                        env(app, release, name, wish.env()),
                        specs.memoryBytes(),
                        wish.terminal()))));
  }

  private Detached detach(Actor who, RunDetached wish) {
    App app = lookup.app(wish.app());
    Release release = live(app);
    List<String> argv = expanded(wish.argv(), release);
    String line =
        argv.size() == 1 ? StartCommand.shellLine(argv.getFirst()) : ShellWords.exec(argv);
    OneOffRow row =
        started(() ->
            watch.detach(
                app,
                release.version(),
                ShellWords.shown(argv),
                who.name(),
                watch.longest(),
                name ->
                    new InstanceSpec(
                        name,
                        app.name(),
                        release.version(),
                        release.artifact(),
                        line,
                        env(app, release, name.process(), wish.env()),
                        release.portHint(),
                        specs.memoryBytes())));
    return new Detached(
        app.name().value(), row.name().process().toString(), release.label(), row.endsAt());
  }

  private OneOff enter(Enter wish) {
    App app = lookup.app(wish.app());
    InstanceName inside = named(app, wish.process());
    started(() -> {
      sleeper.wake(app.id());
      return inside;
    });
    Release release = store.releases().find(app.id(), releaseOf(app, inside)).orElseThrow();
    return started(() ->
        engine.enter(
            new EnterSpec(
                inside, release.artifact(), wish.argv(), specs.memoryBytes(), wish.terminal())));
  }

  private InstanceName named(App app, ProcessName process) {
    List<InstanceName> all = new ArrayList<>();
    store.instances().of(app.id()).forEach(row -> all.add(row.name()));
    store.oneOffs().of(app.id()).forEach(row -> all.add(row.name()));
    return all.stream()
        .filter(name -> name.process().equals(process))
        .findFirst()
        .orElseThrow(() ->
            UserError.failed(
                app.name() + " runs no " + process,
                all.isEmpty()
                    ? "start it: ssh paas ps:start " + app.name()
                    : "it runs: "
                        + String.join(" ", all.stream().map(n -> n.process() + "").toList())));
  }

  private int releaseOf(App app, InstanceName name) {
    return store.instances().of(app.id()).stream()
        .filter(row -> row.name().equals(name))
        .map(InstanceRow::release)
        .findFirst()
        .or(() ->
            store.oneOffs().of(app.id()).stream()
                .filter(row -> row.name().equals(name))
                .map(OneOffRow::release)
                .findFirst())
        .orElseGet(() -> ProcessHandlers.deployed(app));
  }

  /** Ends each of them, which must all be one-off processes of the app. */
  void stop(Actor who, App app, List<ProcessName> names) {
    try {
      for (ProcessName name : names) {
        if (!name.isOneOff()) {
          throw UserError.usage(
              name + " is no one-off process",
              "fewer of a type: ssh paas ps:scale "
                  + app.name()
                  + " "
                  + name.type()
                  + "=N; all of the app: ssh paas ps:stop "
                  + app.name());
        }
        if (!watch.stop(app, name, who.name(), GRACE)) {
          throw UserError.failed(
              app.name() + " runs no " + name, "see what it runs: ssh paas ps " + app.name());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The one-off processes as {@code ps} shows them. */
  List<ProcessStatus> statuses(App app) {
    List<ProcessStatus> shown = new ArrayList<>();
    for (OneOffRow row : store.oneOffs().of(app.id())) {
      boolean runs = engine.inspect(row.name()) instanceof Running;
      Usage usage = runs ? engine.usage(row.name()) : Usage.NONE;
      shown.add(
          new ProcessStatus(
              row.name().process().toString(),
              runs ? "up" : "down",
              Release.label(row.release()),
              row.startedAt(),
              ProcessHandlers.cpuPercent(usage, row.startedAt()),
              usage.memoryBytes(),
              0,
              row.command()));
    }
    for (OneOffWatch.Attached one : watch.attached(app.id())) {
      shown.add(
          new ProcessStatus(
              one.name().toString(),
              "attached",
              Release.label(one.release()),
              one.startedAt(),
              0,
              0,
              0,
              one.command()));
    }
    return shown;
  }

  private Map<String, String> env(
      App app, Release release, ProcessName name, Map<String, String> more) {
    Map<String, String> env = new TreeMap<>(specs.env(app, release, name.toString()));
    env.putAll(more);
    return env;
  }

  private Release live(App app) {
    return store.releases().find(app.id(), ProcessHandlers.deployed(app)).orElseThrow();
  }

  private interface Start<T> {
    T now() throws StartFailed, InterruptedException;
  }

  private static <T> T started(Start<T> start) {
    try {
      return start.now();
    } catch (StartFailed e) {
      throw UserError.notStarted(e.status(), e.reason(), e.remedy());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineUnavailable("interrupted", e);
    }
  }

  /** One word that is a process type stands for the line that starts it. */
  private static List<String> expanded(List<String> argv, Release release) {
    if (argv.size() != 1 || !argv.getFirst().matches("[a-z0-9-]{1,63}")) {
      return argv;
    }
    @Nullable String line =
        release.commands().entrySet().stream()
            .filter(entry -> entry.getKey().value().equals(argv.getFirst()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
    return line == null || line.isEmpty() ? argv : List.of(line);
  }
}
