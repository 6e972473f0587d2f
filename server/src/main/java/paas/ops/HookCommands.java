package paas.ops;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import paas.model.AppName;

/** Wishes about the operator's hooks, and what they answer. */
public final class HookCommands {
  private HookCommands() {}

  public record ListHooks() implements Command<HookList> {}

  /**
   * All points with their programs.
   *
   * @param folder where they lie
   * @param foreign what lies there and belongs to no point
   */
  public record HookList(String folder, List<PointSummary> points, List<String> foreign) {}

  /**
   * One point.
   *
   * @param decides whether a program there can end what was about to happen
   */
  public record PointSummary(String point, boolean decides, String when, List<HookSummary> hooks) {}

  /**
   * One program.
   *
   * @param why it does not run; empty when it does
   * @param remedy what makes it run
   */
  public record HookSummary(String file, boolean runs, String why, String remedy) {}

  /**
   * Runs the programs of a point by hand.
   *
   * @param app the app that they are told of; null for none
   * @param dry only to say what would be run, and on which input
   */
  public record RunHooks(String point, @Nullable AppName app, boolean dry)
      implements Command<HookRun> {}

  /**
   * What was, or would be run.
   *
   * @param input one line of JSON
   * @param refused why the point would have ended what was about to happen; empty when it would not
   */
  public record HookRun(
      String point,
      boolean dry,
      List<HookSummary> hooks,
      Map<String, String> environment,
      String input,
      List<String> output,
      String refused) {}
}
