package paas.model;

import org.jspecify.annotations.Nullable;

/**
 * Where one deploy stands. It is saved before the effect that it names is begun, so after a crash
 * the saved state says which effect may be half done.
 */
public sealed interface DeployState {

  record Queued() implements DeployState {}

  /** The commit's tree is being exported. */
  record Preparing() implements DeployState {}

  record Detecting() implements DeployState {}

  record Building() implements DeployState {}

  /** The release is being written. */
  record Releasing() implements DeployState {}

  /** The commands that come before the traffic are run: {@code predeploy}, {@code release}. */
  record Readying(int release) implements DeployState {}

  record Starting(int release) implements DeployState {}

  record Checking(int release) implements DeployState {}

  /** The point of no return: from here on a deploy is finished, never undone. */
  record Switching(int release) implements DeployState {}

  record Draining(int release) implements DeployState {}

  /** Its release serves a share of the visitors, beside the one that is live; nothing goes on. */
  record Canary(int release) implements DeployState {}

  record Live(int release) implements DeployState {}

  /**
   * @param at the state in which it failed, by its name
   * @param reason one sentence
   */
  record Failed(String at, String reason, @Nullable Integer release) implements DeployState {}

  /**
   * @param by who ended it
   */
  record Cancelled(String by) implements DeployState {}

  /**
   * @param byCommit full hex id of the newer push of the same app, which came while this one waited
   */
  record Superseded(String byCommit) implements DeployState {}

  /** Nothing of the app has changed since what is live, so nothing was done. */
  record Skipped() implements DeployState {}

  /** {@code Queued}, {@code Preparing}, ...: as stored and shown. */
  default String label() {
    return getClass().getSimpleName();
  }

  default boolean ended() {
    return switch (this) {
      case Canary _, Live _, Failed _, Cancelled _, Superseded _, Skipped _ -> true;
      case Queued _, Preparing _, Detecting _, Building _, Releasing _ -> false;
      case Readying _, Starting _, Checking _, Switching _, Draining _ -> false;
    };
  }

  /** Whether the new release may already have traffic: then a deploy is carried on, not undone. */
  default boolean committed() {
    return switch (this) {
      case Switching _, Draining _, Canary _, Live _ -> true;
      case Queued _, Preparing _, Detecting _, Building _, Releasing _ -> false;
      case Readying _, Starting _, Checking _ -> false;
      case Failed _, Cancelled _, Superseded _, Skipped _ -> false;
    };
  }
}
