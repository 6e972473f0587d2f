package paas.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirDeletionStrategy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paas.deploy.FailPoints;
import paas.deploy.StepLimits;
import paas.engine.ScriptedEngine;
import paas.model.App;
import paas.model.Deploy;
import paas.model.DeployState;
import paas.model.DeployState.Cancelled;
import paas.model.DeployState.Failed;
import paas.model.DeployState.Live;
import paas.model.DeployState.Superseded;
import paas.model.ProcessType;
import paas.model.UserError;
import paas.ops.BuildCommands.BuildSummary;
import paas.ops.BuildCommands.CancelDeploy;
import paas.ops.BuildCommands.FollowDeploy;
import paas.ops.BuildCommands.FollowedDeploy;
import paas.ops.BuildCommands.ListBuilds;
import paas.ops.BuildCommands.ShowBuild;
import paas.ops.BuildCommands.Waits;
import paas.ops.ConfigCommands.ChangeConfig;
import paas.ops.ProcessCommands.Scale;
import paas.ops.ReleaseCommands.Rollback;
import paas.supervise.OneOffLimits;

/** Deploys that wait, overtake each other, are cancelled, or hang. */
class QueuedDeploysTest {
  private static final ProcessType WORKER = new ProcessType("worker");
  private static final String BOTH = "web: serve\nworker: work\n";
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration TOO_LONG = Duration.ofMillis(300);

  // JGit may still write down what it has measured of the file system.
  @TempDir(deletionStrategy = TempDirDeletionStrategy.IgnoreFailures.class)
  Path data;

  ScriptedEngine engine = new ScriptedEngine();
  volatile FailPoints.@Nullable Step held;
  ScriptedHouse house;
  App shop;

  @BeforeEach
  void open() throws Exception {
    open(StepLimits.DEFAULT);
    shop = house.create("shop");
  }

  private void open(StepLimits limits) throws Exception {
    house = new ScriptedHouse(data, engine, limits, this::reach, OneOffLimits.DEFAULT);
    house.start();
  }

  /** Who reaches the step that is held stays there until somebody ends it. */
  private void reach(FailPoints.Step step) {
    if (step == held) {
      try {
        assertThat(new CountDownLatch(1).await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @AfterEach
  void close() throws Exception {
    house.close();
    engine.close();
  }

  private static ScriptedEngine.Script heldBy(CountDownLatch latch) {
    return () -> assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  /** The first build after this is held until the latch is counted down, and all others, too. */
  private CountDownLatch holdBuilds() {
    CountDownLatch held = new CountDownLatch(1);
    engine.building(heldBy(held));
    return held;
  }

  private Deploy now(Deploy deploy) {
    return house.store.deploys().find(deploy.app(), deploy.number()).orElseThrow();
  }

  private void untilIn(Deploy deploy, String state) {
    await().atMost(SOON).until(() -> now(deploy).state().label().equals(state));
  }

  private DeployState end(Deploy deploy) throws Exception {
    return house.ended(deploy).state();
  }

  private DeployState end(@Nullable Roll roll) throws Exception {
    return house.ended(shop, Objects.requireNonNull(roll)).state();
  }

  private Roll set(String key, String value) {
    return Objects.requireNonNull(
        house.does(new ChangeConfig(shop.name(), Map.of(key, value), Set.of(), true)).roll());
  }

  private Roll scale(ProcessType type, int count) {
    return Objects.requireNonNull(house.does(new Scale(shop.name(), Map.of(type, count))).roll());
  }

  private BuildSummary cancel(int number) {
    return house.does(new CancelDeploy(shop.name(), number));
  }

  private List<String> log(int number) throws Exception {
    List<String> lines = new ArrayList<>();
    try (FollowedDeploy deploy = house.does(new FollowDeploy(shop.name(), number))) {
      while (!deploy.ended()) {
        deploy.next(Duration.ofSeconds(1)).ifPresent(lines::add);
      }
    }
    return lines;
  }

  private Map<String, String> config() {
    return house.store.configs().current(shop.id());
  }

  private @Nullable Waits waits(Deploy deploy) {
    return house.does(new ShowBuild(shop.name(), deploy.number())).waits();
  }

  @Test
  void aNewerPushTakesThePlaceOfOneThatWaitsAndOfNothingElse() throws Exception {
    CountDownLatch held = holdBuilds();
    Deploy first = house.push(shop, "web: one\n");
    Deploy second = house.push(shop, "web: two\n");
    untilIn(first, "Building");
    held.countDown();
    assertThat(end(first)).isInstanceOf(Live.class);
    assertThat(end(second)).isInstanceOf(Live.class);
    held = holdBuilds();
    Deploy running = house.push(shop, "web: three\n");
    untilIn(running, "Building");
    Deploy waiting = house.push(shop, "web: four\n");
    Roll config = set("WORD", "hello");
    Deploy newer = house.push(shop, "web: five\n");
    assertThat(end(waiting)).isEqualTo(new Superseded(Objects.requireNonNull(newer.commit())));
    assertThat(log(waiting.number())).last().asString().contains("newer push of " + newer.commit());
    assertThat(now(running).state()).isInstanceOf(DeployState.Building.class);
    held.countDown();
    assertThat(end(running)).isInstanceOf(Live.class);
    assertThat(end(config)).isInstanceOf(Live.class);
    assertThat(end(newer)).isInstanceOf(Live.class);
    assertThat(house.asks(shop, "/").get()).endsWith(" hello");
  }

  @Test
  void whoWaitsIsToldWhereAndToldAgainWhenThatChanges() throws Exception {
    CountDownLatch held = holdBuilds();
    Deploy running = house.push(shop, "web: one\n");
    untilIn(running, "Building");
    Deploy next = house.push(shop, "web: two\n");
    Deploy last = house.restart(shop);
    assertThat(waits(running)).isNull();
    assertThat(waits(next)).isEqualTo(new Waits("turn", 1));
    assertThat(waits(last)).isEqualTo(new Waits("turn", 2));
    cancel(next.number());
    assertThat(waits(last)).isEqualTo(new Waits("turn", 1));
    held.countDown();
    assertThat(end(last)).isInstanceOf(Live.class);
    assertThat(log(last.number()))
        .startsWith(
            "-----> Waiting for the 2 deploys before this one; position 2",
            "-----> Waiting for the deploy before this one; position 1");
    assertThat(house.does(new ListBuilds(shop.name(), 9)))
        .extracting(BuildSummary::state)
        .containsExactly("live", "cancelled", "live");
  }

  @Test
  void aPushThatWaitsForAPlaceIsToldWhereAndIsOvertakenByANewerOne() throws Exception {
    CountDownLatch held = holdBuilds();
    List<Deploy> others = new ArrayList<>();
    for (int n = 1; n <= Runtime.getRuntime().availableProcessors(); n++) {
      Deploy other = house.push(house.create("other-" + n), "web: other\n");
      others.add(other);
      untilIn(other, "Building");
    }
    Deploy older = house.push(shop, "web: one\n");
    await().atMost(SOON).until(() -> new Waits("place", 1).equals(waits(older)));
    Deploy newer = house.push(shop, "web: two\n");
    assertThat(end(older)).isEqualTo(new Superseded(Objects.requireNonNull(newer.commit())));
    assertThat(log(older.number()))
        .contains("-----> Waiting for a place to build; position 1 among all apps");
    held.countDown();
    for (Deploy other : others) {
      assertThat(end(other)).isInstanceOf(Live.class);
    }
    assertThat(end(newer)).isInstanceOf(Live.class);
    assertThat(house.builds).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Queued",
        "Preparing",
        "Detecting",
        "Building",
        "Releasing",
        "Readying",
        "Starting",
        "Checking"
      })
  void aCancelledDeployEndsSoonInEveryStateAndLeavesNothing(String state) throws Exception {
    assertThat(end(house.push(shop, "web: one\n"))).isInstanceOf(Live.class);
    CountDownLatch never = new CountDownLatch(1);
    ScriptedEngine.Script hangs = never::await;
    switch (state) {
      case "Preparing" -> held = FailPoints.Step.EXPORTED;
      case "Detecting" -> held = FailPoints.Step.DETECTED;
      case "Releasing" -> held = FailPoints.Step.RELEASE_WRITTEN;
      case "Readying" -> engine.commanding(_ -> never.await(1, TimeUnit.HOURS));
      case "Starting" -> engine.starting(hangs);
      case "Checking" -> engine.answering(hangs);
      default -> engine.building(hangs);
    }
    Deploy ahead = house.push(shop, "web: two\nrelease: migrate\n");
    Deploy deploy = state.equals("Queued") ? house.push(shop, "web: three\n") : ahead;
    untilIn(deploy, state);
    if (state.equals("Queued")) {
      untilIn(ahead, "Building");
    }
    long began = System.nanoTime();
    BuildSummary cancelled = cancel(deploy.number());
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    assertThat(cancelled.state()).isEqualTo("cancelled");
    assertThat(cancelled.reason()).isEqualTo("cancelled by ann");
    assertThat(now(deploy).state()).isEqualTo(new Cancelled("ann"));
    assertThat(log(deploy.number()))
        .last()
        .isEqualTo(" !     Deploy " + deploy.number() + " was cancelled by ann.");
    if (!deploy.equals(ahead)) {
      cancel(ahead.number());
    }
    assertThat(house.builds).isEmptyDirectory();
    assertThat(engine.running()).hasSize(1).first().asString().contains("-d1-");
    assertThat(engine.artifacts()).hasSize(1);
    held = null;
    engine.building(() -> {});
    engine.starting(() -> {});
    engine.answering(() -> {});
    assertThat(engine.openCommands()).isZero();
    never.countDown();
    assertThat(end(house.push(shop, "web: four\n"))).isInstanceOf(Live.class);
  }

  @Test
  void fromTheSwitchOnADeployIsFinished() throws Exception {
    assertThat(end(house.push(shop, "web: one\n"))).isInstanceOf(Live.class);
    CompletableFuture<String> slow = house.asks(shop, "/slow");
    await().atMost(SOON).until(() -> engine.slowRequests() == 1);
    Deploy deploy = house.push(shop, "web: two\n");
    untilIn(deploy, "Draining");
    assertThatThrownBy(() -> cancel(deploy.number()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("it is finished in a moment");
    engine.answerSlow();
    assertThat(slow.get()).startsWith("200 ");
    assertThat(end(deploy)).isInstanceOf(Live.class);
    assertThatThrownBy(() -> cancel(deploy.number())).hasMessageContaining("has ended already");
    assertThatThrownBy(() -> house.does(new CancelDeploy(shop.name(), null)))
        .hasMessageContaining("is under way");
  }

  @Test
  void aStepThatHangsFailsAndNamesItsLimitAndTheSetting() throws Exception {
    house.close();
    StepLimits usual = StepLimits.DEFAULT;
    open(
        new StepLimits(
            usual.export(),
            usual.detect(),
            TOO_LONG,
            TOO_LONG,
            TOO_LONG,
            usual.drain(),
            usual.stop()));
    assertThat(end(house.push(shop, "web: one\n"))).isInstanceOf(Live.class);
    CountDownLatch never = new CountDownLatch(1);
    engine.building(never::await);
    Deploy build = house.push(shop, "web: two\n");
    String late = "build did not end within 300 ms (setting steps.build)";
    assertThat(end(build)).isEqualTo(new Failed("Building", late, null));
    assertThat(log(build.number())).contains(" !     " + late);
    engine.building(() -> {});
    engine.starting(never::await);
    assertThat(end(house.push(shop, "web: three\n")))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.reason()).contains("300 ms (setting steps.start)"));
    engine.starting(() -> {});
    engine.commanding(limit -> never.await(limit.toMillis(), TimeUnit.MILLISECONDS));
    String lateToo = "release did not end within 300 ms (setting steps.release)";
    assertThat(end(house.push(shop, "web: four\nrelease: migrate\n")))
        .isEqualTo(new Failed("Readying", lateToo, 3));
    assertThat(engine.openCommands()).isZero();
    assertThat(house.builds).isEmptyDirectory();
    assertThat(end(house.push(shop, "web: five\n"))).isInstanceOf(Live.class);
  }

  @Test
  void whatIsSetAndScaledBehindARollbackStaysOnTopOfIt() throws Exception {
    assertThat(end(house.push(shop, BOTH))).isInstanceOf(Live.class);
    assertThat(end(set("WORD", "later"))).isInstanceOf(Live.class);
    assertThat(end(scale(WORKER, 2))).isInstanceOf(Live.class);
    CountDownLatch held = holdBuilds();
    Deploy push = house.push(shop, BOTH);
    untilIn(push, "Building");
    Roll back = house.does(new Rollback(shop.name(), 1));
    Roll config = set("OTHER", "kept");
    Roll scaled = scale(ProcessType.WEB, 2);
    held.countDown();
    assertThat(end(back)).isInstanceOf(Live.class);
    assertThat(end(config)).isInstanceOf(Live.class);
    assertThat(end(scaled)).isInstanceOf(Live.class);
    assertThat(config()).containsOnly(Map.entry("OTHER", "kept"));
    assertThat(house.app(shop).formation().count(ProcessType.WEB)).isEqualTo(2);
    assertThat(house.app(shop).formation().count(WORKER)).isZero();
    assertThat(engine.running()).hasSize(2);
  }

  @Test
  void whatIsRefusedByAFullLineChangesNothing() throws Exception {
    assertThat(end(house.push(shop, BOTH))).isInstanceOf(Live.class);
    CountDownLatch held = holdBuilds();
    untilIn(house.push(shop, BOTH), "Building");
    List<Deploy> waiting = new ArrayList<>();
    for (int n = 1; n < 20; n++) {
      waiting.add(house.restart(shop));
    }
    assertThatThrownBy(() -> scale(WORKER, 3)).hasMessageContaining("20 deploys");
    assertThatThrownBy(() -> set("WORD", "no")).hasMessageContaining("20 deploys");
    assertThat(house.app(shop).formation().count(WORKER)).isZero();
    assertThat(config()).isEmpty();
    waiting.forEach(deploy -> cancel(deploy.number()));
    held.countDown();
    assertThat(end(scale(WORKER, 1))).isInstanceOf(Live.class);
  }

  @Test
  void aCancelledScalingTakesItsOwnCountsBackAndConfigStays() throws Exception {
    assertThat(end(house.push(shop, BOTH))).isInstanceOf(Live.class);
    CountDownLatch held = holdBuilds();
    Deploy push = house.push(shop, BOTH);
    untilIn(push, "Building");
    Roll web = scale(ProcessType.WEB, 3);
    Roll worker = scale(WORKER, 1);
    Roll config = set("WORD", "stays");
    cancel(web.deploy());
    cancel(config.deploy());
    assertThat(log(config.deploy()))
        .last()
        .isEqualTo("       The config stays set and comes with the next release.");
    held.countDown();
    assertThat(end(worker)).isInstanceOf(Live.class);
    assertThat(house.app(shop).formation().count(ProcessType.WEB)).isEqualTo(1);
    assertThat(house.app(shop).formation().count(WORKER)).isEqualTo(1);
    assertThat(house.asks(shop, "/").get()).endsWith(" stays");
    assertThat(Optional.ofNullable(house.app(shop).liveRelease())).contains(3);
  }
}
