package paas.ops;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import paas.model.AppName;

/** Wishes about a release that some visitors get, and what they answer. */
public final class CanaryCommands {
  private CanaryCommands() {}

  public record ShowCanary(AppName app) implements Command<CanaryReport> {}

  /**
   * Changes the share.
   *
   * @param share such as {@code 25}
   */
  public record SetCanary(AppName app, String share) implements Command<CanaryReport> {}

  /** Makes its release the live one, by a deploy. */
  public record PromoteCanary(AppName app) implements Command<Roll> {}

  /** Ends it; returns when its processes are stopped. */
  public record AbortCanary(AppName app) implements Command<CanaryReport> {}

  /**
   * A canary.
   *
   * @param live the release that the other visitors get; empty: none
   * @param release empty: there is no canary
   * @param percent how many of a hundred new visitors get it
   * @param commit full hex id
   */
  public record CanaryReport(
      String app,
      String live,
      String release,
      int percent,
      String commit,
      String by,
      @Nullable Instant since,
      List<ProcessIs> processes) {}

  /**
   * One of its processes.
   *
   * @param state up, crashed, down, paused or asleep
   * @param requests under way; null while the proxy does not say
   */
  public record ProcessIs(String process, String state, int restarts, @Nullable Integer requests) {}
}
