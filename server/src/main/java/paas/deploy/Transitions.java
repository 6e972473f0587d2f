package paas.deploy;

import org.jspecify.annotations.Nullable;
import paas.deploy.Outcome.Broke;
import paas.deploy.Outcome.Cancelled;
import paas.deploy.Outcome.Done;
import paas.deploy.Outcome.Released;
import paas.deploy.Outcome.Superseded;
import paas.deploy.Outcome.Unchanged;
import paas.model.Deploy.Cause;
import paas.model.DeployState;
import paas.model.DeployState.Building;
import paas.model.DeployState.Canary;
import paas.model.DeployState.Checking;
import paas.model.DeployState.Detecting;
import paas.model.DeployState.Draining;
import paas.model.DeployState.Failed;
import paas.model.DeployState.Live;
import paas.model.DeployState.Preparing;
import paas.model.DeployState.Queued;
import paas.model.DeployState.Readying;
import paas.model.DeployState.Releasing;
import paas.model.DeployState.Starting;
import paas.model.DeployState.Switching;

/** The deploy machine itself: a pure table, with no effect and no clock. */
public final class Transitions {
  private Transitions() {}

  /**
   * Says where a deploy goes.
   *
   * @throws IllegalStateException when the state has ended, or the outcome cannot be its own
   */
  public static DeployState next(Cause cause, DeployState state, Outcome outcome) {
    return switch (outcome) {
      case Done _ -> onward(cause, state, null);
      case Released(int release) -> onward(cause, state, release);
      case Broke(String reason, _) -> broken(cause, state, reason);
      case Unchanged _ -> unchanged(state);
      case Cancelled(String by) -> ended(cause, state, new DeployState.Cancelled(by));
      case Superseded(String by) -> ended(cause, state, new DeployState.Superseded(by));
    };
  }

  /** What becomes, after a crash, of a deploy whose saved state is this one. */
  public static DeployState recovered(Cause cause, DeployState state) {
    return state.ended() || state.committed()
        ? state
        : broken(cause, state, "the server ended while the deploy was under way; push again");
  }

  private static DeployState onward(Cause cause, DeployState state, @Nullable Integer release) {
    return switch (state) {
      case Queued _ -> first(cause, release);
      case Preparing _ -> new Detecting();
      case Detecting _ -> new Building();
      case Building _ -> new Releasing();
      case Releasing _ -> released(cause, needed(state, release));
      case Readying(int version) -> new Starting(version);
      case Starting(int version) -> new Checking(version);
      case Checking(int version) -> new Switching(version);
      case Switching(int version) -> new Draining(version);
      case Draining(int version) -> drained(cause, version);
      case Live _, Failed _, DeployState.Cancelled _ -> throw over(state);
      case DeployState.Superseded _, DeployState.Skipped _, Canary _ -> throw over(state);
    };
  }

  private static DeployState drained(Cause cause, int version) {
    return cause == Cause.CANARY ? new Canary(version) : new Live(version);
  }

  /** What was built is made ready by its own commands; what ran before needs none of that. */
  private static DeployState released(Cause cause, int version) {
    return cause.builds() ? new Readying(version) : new Starting(version);
  }

  private static DeployState first(Cause cause, @Nullable Integer release) {
    if (cause.builds()) {
      return new Preparing();
    }
    return cause.releases() ? new Releasing() : new Starting(needed(new Queued(), release));
  }

  /** From Switching on nothing is undone: what broke there is mended by the sweep that follows. */
  private static DeployState broken(Cause cause, DeployState state, String reason) {
    return switch (state) {
      case Queued _, Preparing _, Detecting _, Building _, Releasing _ ->
          new Failed(state.label(), reason, null);
      case Readying(int version) -> new Failed(state.label(), reason, version);
      case Starting(int version) -> new Failed(state.label(), reason, version);
      case Checking(int version) -> new Failed(state.label(), reason, version);
      case Switching(int version) -> new Draining(version);
      case Draining(int version) -> drained(cause, version);
      case Live _, Failed _, DeployState.Cancelled _ -> throw over(state);
      case DeployState.Superseded _, DeployState.Skipped _, Canary _ -> throw over(state);
    };
  }

  /** It is ended from outside, unless it is past the point from which it is finished. */
  private static DeployState ended(Cause cause, DeployState state, DeployState end) {
    return state.ended() || state.committed() ? onward(cause, state, null) : end;
  }

  /** Known before anything is built, and only then. */
  private static DeployState unchanged(DeployState state) {
    if (!(state instanceof Preparing)) {
      throw new IllegalStateException(state.label() + " has begun something");
    }
    return new DeployState.Skipped();
  }

  private static int needed(DeployState state, @Nullable Integer release) {
    if (release == null) {
      throw new IllegalStateException(state.label() + " ended without a release");
    }
    return release;
  }

  private static IllegalStateException over(DeployState state) {
    return new IllegalStateException("a deploy that is " + state.label() + " goes nowhere");
  }
}
