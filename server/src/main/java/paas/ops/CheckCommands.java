package paas.ops;

import java.util.List;
import java.util.Map;
import paas.model.AppName;

/** Wishes about how an app's web processes are asked how they are, and what they answer. */
public final class CheckCommands {
  private CheckCommands() {}

  public record ShowChecks(AppName app) implements Command<ChecksReport> {}

  /** Sets by names; an empty value takes one back to its default. */
  public record SetChecks(AppName app, Map<String, String> values)
      implements Command<ChecksReport> {}

  /** Whether deploys and the proxy ask at all. */
  public record TurnChecks(AppName app, boolean on) implements Command<ChecksReport> {}

  /** Asks every web process that has traffic, once and now. */
  public record RunChecks(AppName app) implements Command<ChecksRun> {}

  /**
   * How an app is asked.
   *
   * @param enabled whether it is
   * @param path what is asked for
   * @param set what is set, by its name
   * @param settings everything that can be set
   */
  public record ChecksReport(
      String app,
      boolean enabled,
      String path,
      Map<String, String> set,
      List<ProxyCommands.Setting> settings) {}

  /** What the processes of an app answered. */
  public record ChecksRun(String app, String path, List<Answered> processes) {
    public boolean wellAll() {
      return processes.stream().allMatch(Answered::well);
    }
  }

  /**
   * What one process answered.
   *
   * @param seen such as {@code 200}, or why there was no answer
   */
  public record Answered(String process, boolean well, String seen, long millis) {}
}
