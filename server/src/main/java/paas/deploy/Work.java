package paas.deploy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.plan.BuildPlan;
import paas.engine.Running;
import paas.model.App;
import paas.model.Artifact;
import paas.model.Deploy;

/**
 * What one deploy carries from step to step in memory. Nothing here outlives the process: a deploy
 * that was interrupted before Switching is undone, and the steps after it read the store again.
 */
final class Work {
  final App app;
  final PushOptions options;
  final DeployLog log;
  final Mask mask = new Mask();
  final Path source;
  final Instant began = Instant.now();
  Deploy deploy;
  @Nullable BuildPlan plan;
  @Nullable Artifact artifact;
  @Nullable String bill;
  List<Running> started = List.of();

  /** Processes that ran before, were found well, and need no start. */
  List<Running> takenOver = List.of();

  List<Running> healthy = List.of();
  boolean replaced;
  Duration build = Duration.ZERO;
  Duration start = Duration.ZERO;
  Instant starting = Instant.now();
  Instant switched = Instant.now();

  Work(App app, Deploy deploy, PushOptions options, DeployLog log, Path source) {
    this.app = app;
    this.deploy = deploy;
    this.options = options;
    this.log = log;
    this.source = source;
  }

  BuildPlan plan() {
    return needed(plan, "plan");
  }

  Artifact artifact() {
    return needed(artifact, "artifact");
  }

  private static <T> T needed(@Nullable T value, String what) {
    if (value == null) {
      throw new IllegalStateException("the " + what + " is not there yet");
    }
    return value;
  }
}
