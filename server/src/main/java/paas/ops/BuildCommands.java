package paas.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import paas.model.AppName;

/** Wishes about deploys and their logs, and what they answer. */
public final class BuildCommands {
  private BuildCommands() {}

  /**
   * What is kept of an app's builds for its next ones.
   *
   * @param clear whether to drop it
   */
  public record ShowCache(AppName app, boolean clear) implements Command<CacheSummary> {}

  /** What is, or was, kept; bytes by name. */
  public record CacheSummary(boolean cleared, long bytes, Map<String, Long> parts) {}

  public record ListBuilds(AppName app, int limit) implements Command<List<BuildSummary>> {}

  public record ShowBuild(AppName app, int number) implements Command<BuildSummary> {}

  /**
   * The whole log of a deploy, followed to its end when it is under way.
   *
   * @param number null: the current one, or the newest when none is under way
   */
  public record FollowDeploy(AppName app, @Nullable Integer number)
      implements Command<FollowedDeploy> {}

  /**
   * Ends a deploy that is not live yet; answers when nothing of it is left.
   *
   * @param number null: the one under way
   */
  public record CancelDeploy(AppName app, @Nullable Integer number)
      implements Command<BuildSummary> {}

  /**
   * What a deploy waits for.
   *
   * @param reason {@code turn}: for the deploys of its app before it; {@code place}: to build
   * @param position from 1, in its app's line or among the builds of all apps
   */
  public record Waits(String reason, int position) {}

  /**
   * One deploy.
   *
   * @param state {@code queued}, {@code building}, ..., {@code live}, {@code failed}
   * @param waits null when it does not
   * @param exit 0 live, 1 ended otherwise, null while under way
   * @param commands that it has run: predeploy, release, postdeploy
   */
  public record BuildSummary(
      int number,
      String cause,
      String state,
      @Nullable Waits waits,
      String commit,
      String release,
      String actor,
      Instant at,
      long seconds,
      @Nullable Integer exit,
      String reason,
      List<RanCommand> commands) {
    public BuildSummary {
      commands = List.copyOf(commands);
    }
  }

  /**
   * A command that a deploy has run.
   *
   * @param seconds null while it runs
   * @param exit null while it runs, and where it has none
   */
  public record RanCommand(
      String type, String command, @Nullable Double seconds, @Nullable Integer exit) {}

  /** A deploy's log as it grows. */
  public interface FollowedDeploy extends AutoCloseable {
    int number();

    /** The next line; empty when none came within {@code wait} or the log has ended. */
    Optional<String> next(Duration wait) throws InterruptedException;

    /** Whether all lines were read and no more will come. */
    boolean ended();

    /** 0 when it is live, 1 when it ended otherwise; to be asked after the end. */
    int exitCode();

    @Override
    void close();
  }
}
