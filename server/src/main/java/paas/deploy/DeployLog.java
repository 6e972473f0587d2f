package paas.deploy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.plan.PlanDetails;
import paas.engine.BuildOutput;
import paas.model.Deploy;
import paas.model.ProcessName;
import paas.model.ProcessType;
import paas.model.Release;
import paas.operator.HookOutput;
import paas.store.KeptRelease;

/**
 * What happens in a deploy, told as it happens. Nothing that tells it formats text for a person.
 */
public interface DeployLog {
  /** It waits behind {@code position} others of its app; told again when that changes. */
  void queued(int position);

  /** Its build waits for a place, as the {@code position}th of all apps. */
  void waitsForPlace(int position);

  /** Nothing that is watched differs from what is live, so that nothing is done. */
  void unchanged(Release live, List<String> watched);

  /**
   * It is known what the app is.
   *
   * @param first whether nothing of the app was live before, so that more of the plan is told
   */
  void detected(PlanDetails plan, boolean first);

  /** The app's config was given what its app.json asks for. */
  void configured(List<String> variables);

  /** The build began; what it says goes to the answer. */
  BuildOutput building();

  /** What the operator's hooks say goes to the answer. */
  HookOutput hooks();

  /**
   * A release was written.
   *
   * @param idle types at 0 with the line that starts them
   * @param vanished types that ran before and that the app no longer has
   */
  void released(Release release, Map<ProcessType, String> idle, List<ProcessType> vanished);

  /** A command of the deploy runs; what it says goes to the answer. */
  Consumer<String> running(ProcessType command, String line);

  void ran(ProcessType command, Duration took);

  /** Processes that run or stand by are looked at, so that they need no start. */
  void takingOver(String release, List<ProcessName> processes);

  void starting(List<ProcessName> processes);

  /** A process may have traffic; {@code how} says what was seen. */
  void healthy(ProcessName process, Duration after, String how);

  void warning(String text, String advice);

  /** What was there already has the traffic. */
  void tookOver(Duration after);

  /** The new release has the traffic; {@code old} is null when there was none. */
  void switched(Release release, @Nullable String old, Drained drained);

  /**
   * The release runs beside the live one.
   *
   * @param share how many of a hundred new visitors get it
   */
  void canary(Release release, int share, List<String> urls);

  /** It has ended well; {@code urls} were fetched, and are empty when none answers. */
  void live(Deploy.Cause cause, Release release, List<String> urls, Timings timings);

  void failed(
      int deploy, String reason, List<String> advice, List<String> lastLines, @Nullable String old);

  /**
   * It was ended from outside.
   *
   * @param outcome cancelled or superseded
   */
  void stopped(Deploy deploy, Outcome outcome);

  /**
   * How the old processes ended.
   *
   * @param kept what stands by of them; null: nothing
   */
  record Drained(
      long requests,
      long cut,
      long told,
      boolean killed,
      Duration took,
      @Nullable KeptRelease kept) {}

  /** Where the time went. */
  record Timings(Duration build, Duration start, Duration cutover, Duration total) {}
}
