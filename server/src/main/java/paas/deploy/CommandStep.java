package paas.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import paas.engine.Engine;
import paas.engine.EngineUnavailable;
import paas.engine.OneOff;
import paas.engine.OneOffSpec;
import paas.engine.StartFailed;
import paas.engine.StepLines;
import paas.logs.LogLine;
import paas.logs.LogStore;
import paas.model.ProcessName;
import paas.model.ProcessType;
import paas.model.Release;
import paas.store.Store;

/**
 * Runs the commands of a deploy, each as a one-off process of the new release: {@code predeploy}
 * and {@code release} before the traffic moves, {@code postdeploy} after it.
 */
final class CommandStep {
  /** What a command leaves running may hold its output open; it is not waited for. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final Engine engine;
  private final ProcessSpecs specs;
  private final Store store;
  private final LogStore logs;
  private final Duration limit;
  private final FailPoints points;

  /**
   * @param limit for each command
   */
  CommandStep(
      Engine engine,
      ProcessSpecs specs,
      Store store,
      LogStore logs,
      Duration limit,
      FailPoints points) {
    this.engine = engine;
    this.specs = specs;
    this.store = store;
    this.logs = logs;
    this.limit = limit;
    this.points = points;
  }

  /** Runs what comes before the traffic; the first that fails is the end of the deploy. */
  void before(Work work, Release release) throws DeployFailed, InterruptedException {
    for (ProcessType type : List.of(ProcessType.PREDEPLOY, ProcessType.RELEASE)) {
      if (release.commands().containsKey(type)) {
        run(work, release, type);
      }
    }
  }

  /** Runs what comes after it. The release is live, so that a failure is only told. */
  void after(Work work, Release release) throws InterruptedException {
    if (!work.deploy.cause().builds() || !release.commands().containsKey(ProcessType.POSTDEPLOY)) {
      return;
    }
    try {
      run(work, release, ProcessType.POSTDEPLOY);
    } catch (DeployFailed e) {
      work.log.warning(
          work.mask.hide(e.reason()),
          release.label()
              + " is live all the same. To run it again: ssh paas run "
              + work.app.name()
              + " postdeploy");
    } catch (EngineUnavailable e) {
      work.log.warning("postdeploy was not run: the engine does not answer", "");
    }
  }

  private void run(Work work, Release release, ProcessType type)
      throws DeployFailed, InterruptedException {
    String line = release.commands().getOrDefault(type, "");
    Instant began = Instant.now();
    Consumer<String> shown = work.log.running(type, work.mask.hide(line));
    store.commands().begun(work.deploy, type, line);
    @Nullable Integer exit = null;
    try {
      exit = carriedOut(work, release, type, shown);
    } finally {
      store.commands().ended(work.deploy, type, exit);
    }
    if (exit == null) {
      throw new DeployFailed(
          type + " did not end within " + StepLimits.text(limit) + " (setting steps.release)",
          "Look for what it waits for, or raise the setting.");
    }
    if (exit != 0) {
      throw new DeployFailed(
          "the " + type + " command exited with code " + exit, "It was: " + line);
    }
    work.log.ran(type, Duration.between(began, Instant.now()));
  }

  /** Its exit status; null when it still ran at the end of its time. */
  private @Nullable Integer carriedOut(
      Work work, Release release, ProcessType type, Consumer<String> shown)
      throws DeployFailed, InterruptedException {
    ProcessName name = new ProcessName(type, 1);
    Consumer<String> said =
        line -> {
          shown.accept(work.mask.hide(line));
          logs.append(
              work.app.id(),
              new LogLine(Instant.now(), "app", name.toString(), release.version(), line));
        };
    try (OneOff command = engine.run(spec(work, release, name))) {
      points.reach(FailPoints.Step.COMMAND_RUNS);
      Thread out = reads(command.stdout(), said);
      Thread err = reads(command.stderr(), said);
      closed(command);
      Optional<Integer> exit = command.waitFor(limit);
      if (exit.isPresent()) {
        out.join(LAST_WORDS);
        err.join(LAST_WORDS);
      }
      return exit.orElse(null);
    } catch (StartFailed e) {
      throw new DeployFailed(
          "the " + type + " command cannot be started: " + e.reason(), e.remedy());
    }
  }

  private OneOffSpec spec(Work work, Release release, ProcessName name) {
    return new OneOffSpec(
        work.app.id(),
        work.app.name(),
        release.version(),
        "d" + work.deploy.number() + "-" + name,
        release.artifact(),
        List.of(release.commands().getOrDefault(name.type(), "")),
        specs.env(work.app, release, name.toString()),
        specs.memoryBytes(),
        null);
  }

  /** Nobody is there to type anything. */
  private static void closed(OneOff command) {
    try {
      command.stdin().close();
    } catch (IOException e) {
      // It has ended already, and its exit status tells how.
    }
  }

  private static Thread reads(InputStream in, Consumer<String> said) {
    return Thread.ofVirtual()
        .name("command-output")
        .start(() -> {
          StepLines lines = new StepLines(said);
          byte[] some = new byte[8192];
          try {
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
              lines.take(some, n);
            }
          } catch (IOException e) {
            // It was closed with the command.
          }
          lines.end();
        });
  }
}
