package paas.ops;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import paas.model.AppName;

/** Wishes about apps as a whole, and what they answer. */
public final class AppCommands {
  private AppCommands() {}

  public record ListApps() implements Command<List<AppSummary>> {}

  /**
   * Makes an empty app.
   *
   * @param name null: one is invented
   */
  public record CreateApp(@Nullable AppName name) implements Command<CreatedApp> {}

  public record ShowApp(AppName app) implements Command<AppDetails> {}

  public record RenameApp(AppName app, AppName to) implements Command<AppDetails> {}

  /** Ends and removes the app with all that is its own; the caller has confirmed it. */
  public record DestroyApp(AppName app) implements Command<Destroyed> {}

  public record LockApp(AppName app, String reason) implements Command<AppDetails> {}

  public record UnlockApp(AppName app) implements Command<AppDetails> {}

  /**
   * One line of the list.
   *
   * @param state {@code live}, {@code stopped}, {@code deploying} or {@code empty}
   * @param release {@code v12}; empty before the first
   */
  public record AppSummary(
      String name, String state, String release, String formation, String url) {}

  /**
   * A made app.
   *
   * @param remote what {@code git remote add paas} takes
   */
  public record CreatedApp(String name, String url, String remote) {}

  public record AppDetails(
      String name,
      String state,
      String release,
      String language,
      String commit,
      Map<String, Integer> formation,
      Map<String, String> commands,
      List<String> urls,
      String deployBranch,
      String lock,
      String remote,
      Instant createdAt) {}

  public record Destroyed(String name, int releases, int processes) {}
}
