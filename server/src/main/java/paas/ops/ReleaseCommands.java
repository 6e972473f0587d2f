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
}
