package paas.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import paas.model.InstanceName;

/** What is true of an instance. */
public sealed interface InstanceState
    permits Running, InstanceState.Ended, InstanceState.Held, InstanceState.Gone {
  InstanceName name();

  /**
   * It ran and ended.
   *
   * @param exitCode null when nobody saw it
   * @param outOfMemory whether its memory limit killed it
   */
  record Ended(
      InstanceName name, int release, @Nullable Integer exitCode, boolean outOfMemory, Instant at)
      implements InstanceState {}

  /** It is there and stands still: it sleeps, or somebody else paused it. A start lets it go on. */
  record Held(InstanceName name, int release) implements InstanceState {}

  /** The engine knows nothing of it. */
  record Gone(InstanceName name) implements InstanceState {}
}
