package paas.ops;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import paas.model.AppName;

/** Wishes about releases, and what they answer. */
public final class ReleaseCommands {
  private ReleaseCommands() {}

  public record ListReleases(AppName app, int limit) implements Command<List<ReleaseSummary>> {}

  /**
   * One release, whole.
   *
   * @param version null: the live one
   */
  public record ShowRelease(AppName app, @Nullable Integer version)
      implements Command<ReleaseDetails> {}

  /**
   * The bill of materials of a release, as CycloneDX JSON.
   *
   * @param version null: the live one
   */
  public record ShowBill(AppName app, @Nullable Integer version) implements Command<String> {}

  /**
   * Makes a new release from an old one: code, config and formation together, without a build.
   *
   * @param version null: the one before the live one
   */
  public record Rollback(AppName app, @Nullable Integer version) implements Command<Roll> {}

  public record ReleaseSummary(
      String release, boolean live, String description, String commit, String actor, Instant at) {}

  public record ReleaseDetails(
      String release,
      boolean live,
      String description,
      String commit,
      String language,
      String artifact,
      int configVersion,
      Map<String, Integer> formation,
      Map<String, String> commands,
      String actor,
      Instant at) {}

  public record ShowKeep(AppName app) implements Command<KeepReport> {}

  /**
   * Lets releases that are replaced stand by.
   *
   * @param time {@code 30m}: for that long; {@code off}: not at all
   */
  public record SetKeep(AppName app, String time) implements Command<KeepReport> {}

  /**
   * What of an app stands by, so that a rollback to it need not start it.
   *
   * @param time for how long a release that is replaced does; null: not at all
   * @param release what does now; null: nothing
   * @param processes what it has of them
   * @param until when it ends
   */
  public record KeepReport(
      String app,
      @Nullable String time,
      @Nullable String release,
      List<String> processes,
      @Nullable Instant until) {}
}
