package paas.ops;

import java.util.List;
import org.jspecify.annotations.Nullable;
import paas.model.AppName;

/** Wishes about the buildpacks of an app, and what they answer. */
public final class PackCommands {
  private PackCommands() {}

  public record ListPacks(AppName app) implements Command<AppPacks> {}

  /**
   * Sets one more.
   *
   * @param index its place from 1; null: after all others
   */
  public record AddPack(AppName app, String source, @Nullable Integer index)
      implements Command<AppPacks> {}

  /**
   * Takes one away, named in one of two ways.
   *
   * @param index its place from 1
   */
  public record RemovePack(AppName app, @Nullable String source, @Nullable Integer index)
      implements Command<AppPacks> {}

  public record ClearPacks(AppName app) implements Command<AppPacks> {}

  /** The buildpacks that are set for an app, in their order. */
  public record AppPacks(String app, List<PackSummary> buildpacks) {}

  /**
   * One of them.
   *
   * @param url of its repository; empty for a folder of the server
   * @param ref branch, tag or commit; empty for the newest
   */
  public record PackSummary(int index, String name, String source, String url, String ref) {}
}
