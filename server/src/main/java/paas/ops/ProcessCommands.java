package paas.ops;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import paas.engine.OneOff;
import paas.engine.OneOffSpec;
import paas.model.AppName;
import paas.model.ProcessName;
import paas.model.ProcessType;

/** Wishes about what runs, and what they answer. */
public final class ProcessCommands {
  private ProcessCommands() {}

  public record ListProcesses(AppName app) implements Command<Processes> {}

  /** {@code web=2}; needs a release whose Procfile has the type, or no release yet. */
  public record Scale(AppName app, Map<ProcessType, Integer> counts) implements Command<Scaled> {}

  /**
   * Replaces processes by new ones of the same release.
   *
   * @param what {@code web} or {@code web.1}; empty means all
   */
  public record Restart(AppName app, Set<String> what) implements Command<Roll> {}

  public record Stop(AppName app) implements Command<Processes> {}

  public record Start(AppName app) implements Command<Roll> {}

  /** Builds the commit of the live release again. */
  public record Rebuild(AppName app) implements Command<Roll> {}

  /**
   * Runs one command beside the app.
   *
   * @param argv one word is a shell line, or the name of a process type; several are unchanged argv
   */
  public record Run(
      AppName app,
      List<String> argv,
      Map<String, String> env,
      OneOffSpec.@Nullable Terminal terminal)
      implements Command<OneOff> {}

  /** Runs one command beside the app that nobody waits for. */
  public record RunDetached(AppName app, List<String> argv, Map<String, String> env)
      implements Command<Detached> {}

  /**
   * Runs one command inside of a process that runs.
   *
   * @param process such as {@code web.1}
   * @param argv none is a shell
   */
  public record Enter(
      AppName app, ProcessName process, List<String> argv, OneOffSpec.@Nullable Terminal terminal)
      implements Command<OneOff> {}

  /** Ends one-off processes by their names, such as {@code run.4711}. */
  public record StopOneOffs(AppName app, List<ProcessName> processes)
      implements Command<Processes> {}

  /**
   * What runs without its caller.
   *
   * @param name such as {@code run.4711}
   * @param endsAt when it has run long enough and is stopped
   */
  public record Detached(String app, String name, String release, Instant endsAt) {}

  /**
   * What runs and what could.
   *
   * @param idle types at 0, with the line that starts each
   */
  public record Processes(
      String app,
      Map<String, Integer> formation,
      List<ProcessStatus> running,
      Map<String, String> idle) {}

  /**
   * One process.
   *
   * @param state {@code up}, {@code starting}, {@code crashed}, {@code down}, {@code asleep},
   *     {@code paused} or {@code kept}
   * @param cpuPercent share of one core since the last look or its start
   * @param restarts how often it was started again after a crash
   * @param until when it ends; null: nobody knows
   */
  public record ProcessStatus(
      String name,
      String state,
      String release,
      Instant since,
      double cpuPercent,
      long memoryBytes,
      int restarts,
      String command,
      @Nullable Instant until) {
    /** One of which nobody knows when it ends. */
    public ProcessStatus(
        String name,
        String state,
        String release,
        Instant since,
        double cpuPercent,
        long memoryBytes,
        int restarts,
        String command) {
      this(name, state, release, since, cpuPercent, memoryBytes, restarts, command, null);
    }
  }

  /**
   * The new counts.
   *
   * @param roll null when nothing runs yet or nothing changed
   */
  public record Scaled(Map<String, Integer> formation, @Nullable Roll roll) {}
}
