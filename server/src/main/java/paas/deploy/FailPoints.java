package paas.deploy;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import paas.engine.BuildOutput;

/**
 * Places in a deploy at which the server can be made to wait, so that it is killed there from
 * outside. Without {@code -Dpaas.failpoints=FOLDER} it never waits.
 */
public interface FailPoints {
  /** The steps of a push, in their order. */
  enum Step {
    /** The pack is here, the branch has not moved. */
    RECEIVED,
    /** The branch has moved, no deploy is written down. */
    REF_MOVED,
    QUEUED,
    EXPORTED,
    DETECTED,
    /** The build has said its first word. */
    BUILDING,
    /** It is built, and no release says so. */
    IMAGE_MADE,
    RELEASE_WRITTEN,
    /** A command that comes before the traffic runs. */
    COMMAND_RUNS,
    STARTED,
    HEALTHY,
    /** The store has switched, the proxy has not heard of it. */
    SWITCH_SAVED,
    PUBLISHED,
    /** The old processes have no request any more, and run. */
    DRAINING,
    OLD_STOPPED,
    LIVE_SAVED;

    /** {@code ref-moved} and so on. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What a server has that is not to be killed. */
  FailPoints NONE = _ -> {};

  /** Waits here when it was asked to. */
  void reach(Step step);

  /** Passes on what a build says, where one that is to be held in it listens along. */
  default BuildOutput listening(BuildOutput said) {
    return said;
  }

  /**
   * Those that files in a folder ask for.
   *
   * @param folder null or empty for none
   */
  static FailPoints of(@Nullable String folder) {
    return folder == null || folder.isEmpty() ? NONE : new HeldSteps(Path.of(folder));
  }
}
