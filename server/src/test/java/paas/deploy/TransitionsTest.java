package paas.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import paas.deploy.Outcome.Broke;
import paas.deploy.Outcome.Cancelled;
import paas.deploy.Outcome.Done;
import paas.deploy.Outcome.Released;
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
import paas.model.DeployState.Superseded;
import paas.model.DeployState.Switching;

class TransitionsTest {
  static List<DeployState> undecided() {
    return List.of(
        new Queued(),
        new Preparing(),
        new Detecting(),
        new Building(),
        new Releasing(),
        new Readying(3),
        new Starting(3),
        new Checking(3));
  }

  static List<DeployState> committed() {
    return List.of(new Switching(3), new Draining(3));
  }

  static List<DeployState> ended() {
    return List.of(
        new Live(3),
        new Canary(3),
        new Failed("Building", "it broke", null),
        new DeployState.Cancelled("ann"),
        new Superseded("abc"),
        new DeployState.Skipped());
  }

  private static List<DeployState> way(Cause cause) {
    List<DeployState> way = new ArrayList<>(List.of(new Queued()));
    while (!way.getLast().ended()) {
      DeployState now = way.getLast();
      boolean releases = now instanceof Releasing || (now instanceof Queued && !cause.releases());
      way.add(Transitions.next(cause, now, releases ? new Released(3) : new Done()));
    }
    return way;
  }

  @Test
  void aPushGoesAllTheWay() {
    assertThat(way(Cause.PUSH))
        .containsExactly(
            new Queued(),
            new Preparing(),
            new Detecting(),
            new Building(),
            new Releasing(),
            new Readying(3),
            new Starting(3),
            new Checking(3),
            new Switching(3),
            new Draining(3),
            new Live(3));
  }

  @Test
  void aRollbackWritesAReleaseWithoutABuild() {
    assertThat(way(Cause.ROLLBACK))
        .startsWith(new Queued(), new Releasing(), new Starting(3))
        .doesNotContain(new Building());
  }

  @Test
  void aRestartRunsTheReleaseThatThereIs() {
    assertThat(way(Cause.RESTART)).startsWith(new Queued(), new Starting(3), new Checking(3));
  }

  @Test
  void onlyAPushThatHasBegunNothingIsSkipped() {
    assertThat(Transitions.next(Cause.PUSH, new Preparing(), new Outcome.Unchanged()))
        .isEqualTo(new DeployState.Skipped());
    assertThatThrownBy(() -> Transitions.next(Cause.PUSH, new Building(), new Outcome.Unchanged()))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void everyCauseEndsLive(Cause cause) {
    assertThat(way(cause).getLast()).isEqualTo(cause == Cause.CANARY ? new Canary(3) : new Live(3));
  }

  @ParameterizedTest
  @MethodSource("undecided")
  void whatBreaksBeforeTheSwitchFails(DeployState state) {
    assertThat(Transitions.next(Cause.PUSH, state, new Broke("why")))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.at()).isEqualTo(state.label());
              assertThat(failed.reason()).isEqualTo("why");
            });
  }

  @ParameterizedTest
  @MethodSource("committed")
  void whatBreaksFromTheSwitchOnIsCarriedOn(DeployState state) {
    assertThat(Transitions.next(Cause.PUSH, state, new Broke("why")))
        .isEqualTo(Transitions.next(Cause.PUSH, state, new Done()));
    assertThat(Transitions.next(Cause.PUSH, state, new Cancelled("ann")))
        .isEqualTo(Transitions.next(Cause.PUSH, state, new Done()));
  }

  @ParameterizedTest
  @MethodSource("undecided")
  void aCancelledOneEndsAsThat(DeployState state) {
    assertThat(Transitions.next(Cause.PUSH, state, new Cancelled("ann")))
        .isEqualTo(new DeployState.Cancelled("ann"));
  }

  @ParameterizedTest
  @MethodSource("undecided")
  void anOvertakenOneNamesTheNewerPush(DeployState state) {
    assertThat(Transitions.next(Cause.PUSH, state, new Outcome.Superseded("abc")))
        .isEqualTo(new Superseded("abc"));
  }

  @ParameterizedTest
  @MethodSource("committed")
  void nobodyIsOvertakenFromTheSwitchOn(DeployState state) {
    assertThat(Transitions.next(Cause.PUSH, state, new Outcome.Superseded("abc")))
        .isEqualTo(Transitions.next(Cause.PUSH, state, new Done()));
  }

  @ParameterizedTest
  @MethodSource("ended")
  void theEndIsTheEnd(DeployState state) {
    for (Outcome outcome :
        List.of(
            new Done(), new Broke("why"), new Cancelled("ann"), new Outcome.Superseded("abc"))) {
      assertThatThrownBy(() -> Transitions.next(Cause.PUSH, state, outcome))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(Transitions.recovered(Cause.PUSH, state)).isEqualTo(state);
  }

  @ParameterizedTest
  @MethodSource("undecided")
  void aCrashBeforeTheSwitchIsAFailure(DeployState state) {
    assertThat(Transitions.recovered(Cause.PUSH, state)).isInstanceOf(Failed.class);
  }

  @ParameterizedTest
  @MethodSource("committed")
  void aCrashFromTheSwitchOnIsGoneOnWith(DeployState state) {
    assertThat(Transitions.recovered(Cause.PUSH, state)).isEqualTo(state);
  }

  @Test
  void aReleaseMustBeNamedWhereOneIsNeeded() {
    assertThatThrownBy(() -> Transitions.next(Cause.PUSH, new Releasing(), new Done()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Transitions.next(Cause.RESTART, new Queued(), new Done()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCanaryEndsBesideWhatIsLiveAndAPromotionStartsWhatItHad() {
    assertThat(Transitions.next(Cause.CANARY, new Queued(), new Done())).isEqualTo(new Preparing());
    assertThat(Transitions.next(Cause.CANARY, new Draining(2), new Done()))
        .isEqualTo(new Canary(2));
    assertThat(Transitions.next(Cause.CANARY, new Draining(2), new Broke("why")))
        .isEqualTo(new Canary(2));
    assertThat(Transitions.recovered(Cause.CANARY, new Switching(2))).isEqualTo(new Switching(2));
    assertThat(Transitions.next(Cause.PROMOTE, new Queued(), new Released(2)))
        .isEqualTo(new Starting(2));
  }
}
