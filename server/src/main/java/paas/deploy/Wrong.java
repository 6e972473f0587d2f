package paas.deploy;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import paas.engine.Built;
import paas.model.AppId;
import paas.model.AppName;
import paas.model.Deploy;
import paas.model.DeployState;
import paas.model.InstanceName;
import paas.model.Release;

/** One thing that is not as it must be when nothing is under way. */
public sealed interface Wrong {

  /** What is wrong, in one line. */
  String text();

  /** What becomes of it, or what to do. */
  default String remedy() {
    return "it is mended by itself within a minute; now: ssh paas doctor --repair";
  }

  /** It is wanted and does not run. */
  record Missing(InstanceName name) implements Wrong {
    @Override
    public String text() {
      return name + " should run and does not";
    }

    @Override
    public String remedy() {
      return "it is started again by itself; see its app's log";
    }
  }

  /**
   * Requests do not go to where it runs.
   *
   * @param runs {@code host:port}, or null when it is not wanted at all
   * @param routed {@code host:port}, or null when there is no route
   */
  record Astray(InstanceName name, @Nullable String runs, @Nullable String routed)
      implements Wrong {
    @Override
    public String text() {
      return (runs == null ? name + " is not wanted" : name + " is at " + runs)
          + (routed == null ? " and has no route" : " and its route leads to " + routed);
    }
  }

  /** It is there and nobody wants it. */
  record Unwanted(InstanceName name) implements Wrong {
    @Override
    public String text() {
      return name + " is there and nobody wants it";
    }
  }

  /** It stands by, and so should be there and stand still. */
  record Restless(InstanceName name, boolean runs) implements Wrong {
    @Override
    public String text() {
      return name + " stands by and " + (runs ? "does not stand still" : "is not there any more");
    }
  }

  /**
   * Its row has not ended, and nobody works on it.
   *
   * @param then where it goes on from: its own state, or the end that it comes to
   */
  record Stuck(Deploy deploy, DeployState then) implements Wrong {
    @Override
    public String text() {
      return "deploy "
          + DeployId.of(deploy)
          + " is "
          + deploy.state().label()
          + " and nobody works on it";
    }
  }

  /** It stands where a push would change nothing, and what stands there is not live. */
  record Stray(Facts.Branch branch) implements Wrong {
    @Override
    public String text() {
      return branch.app()
          + ": the branch "
          + branch.name()
          + at(" stands at ", branch.stands(), " is missing")
          + at(", and live is ", branch.live(), ", and nothing is live");
    }

    private static String at(String before, @Nullable String commit, String none) {
      return commit == null ? none : before + commit.substring(0, 7);
    }

    @Override
    public String remedy() {
      return "it is moved back by itself within ten minutes; now: ssh paas doctor --repair";
    }
  }

  /** The repository of an app is damaged; what runs was built and does not need it. */
  record Unreadable(Facts.Damaged repository) implements Wrong {
    @Override
    public String text() {
      return "the repository of "
          + repository.name()
          + " (DATA/repositories/"
          + repository.app()
          + ".git) is damaged: "
          + repository.why();
    }

    @Override
    public String remedy() {
      return "bring it back from a copy, or put it aside (ssh paas doctor --repair) and push again";
    }
  }

  /** A lock or half a pack that a dead push has left. */
  record Leftover(Path file) implements Wrong {
    @Override
    public String text() {
      return file + " was left by a push that is over";
    }

    @Override
    public String remedy() {
      return "it is removed by itself within ten minutes; now: ssh paas doctor --repair";
    }
  }

  /** The tree of a deploy that is over. */
  record Export(DeployId deploy, Path folder) implements Wrong {
    @Override
    public String text() {
      return folder + " was left by a deploy that is over";
    }
  }

  /** It was built, and no release will ever run it. */
  record Unused(Built built) implements Wrong {
    @Override
    public String text() {
      return built.artifact().reference() + " was built and no release uses it";
    }
  }

  /** What is live could not be started again. */
  record Lost(AppName app, Release live) implements Wrong {
    @Override
    public String text() {
      return "what " + live.label() + " of " + app + " was built into is no longer there";
    }

    @Override
    public String remedy() {
      return "it could not be started again; build it anew: ssh paas ps:rebuild " + app;
    }
  }

  /** The rest of an app that the store does not know: never removed without being asked. */
  record Orphan(AppId app) implements Wrong {
    @Override
    public String text() {
      return "the repository of " + app + " is there and the app is not";
    }

    @Override
    public String remedy() {
      return "was the store brought back from a copy? Else: ssh paas doctor --repair";
    }
  }
}
