package paas.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirDeletionStrategy;
import paas.engine.ScriptedEngine;
import paas.hooks.RepositoryBranch;
import paas.model.App;
import paas.model.Deploy;
import paas.model.DeployState;
import paas.model.DeployState.Failed;
import paas.model.DeployState.Live;
import paas.model.InstanceName;
import paas.model.ProcessName;
import paas.model.ProcessType;
import paas.model.Release;
import paas.model.UserError;
import paas.ops.AppCommands.DestroyApp;
import paas.ops.ConfigCommands.ChangeConfig;
import paas.ops.ProcessCommands.Restart;
import paas.ops.ProcessCommands.Scale;
import paas.ops.ProcessCommands.Scaled;
import paas.ops.ProcessCommands.Start;
import paas.ops.ProcessCommands.Stop;
import paas.ops.ReleaseCommands.Rollback;
import paas.route.Hosts;
import paas.store.NewDeploy;

/** Deploys and what comes between them, on an engine that fails when it is told to. */
class DeploysTest {
  private static final ProcessType WORKER = new ProcessType("worker");
  private static final String BOTH = "web: serve\nworker: work\n";
  private static final Duration SOON = Duration.ofSeconds(15);

  // JGit may still write down what it has measured of the file system.
  @TempDir(deletionStrategy = TempDirDeletionStrategy.IgnoreFailures.class)
  Path data;

  ScriptedEngine engine = new ScriptedEngine();
  ScriptedHouse house;
  App shop;

  @BeforeEach
  void open() throws Exception {
    house = new ScriptedHouse(data, engine);
    house.start();
    shop = house.create("shop");
  }

  @AfterEach
  void close() throws Exception {
    house.close();
    engine.close();
  }

  private void restartServer() throws Exception {
    house.close();
    house = new ScriptedHouse(data, engine);
    house.start();
  }

  private InstanceName instance(int deploy, String process) {
    return new InstanceName(shop.id(), deploy, ProcessName.parse(process));
  }

  private String branch() throws Exception {
    try (Repository repository = house.repositories.open(shop.id().toString())) {
      return String.valueOf(new RepositoryBranch(repository, "main").commit());
    }
  }

  private CountDownLatch holdBuilds() {
    CountDownLatch held = new CountDownLatch(1);
    engine.building(() -> assertThat(held.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue());
    return held;
  }

  private Deploy live(Deploy deploy) throws Exception {
    Deploy ended = house.ended(deploy);
    assertThat(ended.state()).isInstanceOf(Live.class);
    return ended;
  }

  private Roll change(Map<String, String> set) {
    Roll roll = house.does(new ChangeConfig(shop.name(), set, Set.of(), true)).roll();
    return Objects.requireNonNull(roll);
  }

  @Test
  void aPushIsServedAndItsOldProcessesEnd() throws Exception {
    live(house.push(shop, "web: one\n"));
    live(house.push(shop, "web: two\n"));
    assertThat(house.asks(shop, "/").get()).startsWith("200 " + instance(2, "web.1") + " v2");
    assertThat(engine.running()).containsExactly(instance(2, "web.1"));
  }

  @Test
  void configThatIsSetDuringAPushDoesNotBringTheOldCodeBack() throws Exception {
    live(house.push(shop, "web: one\n"));
    CountDownLatch held = holdBuilds();
    Deploy push = house.push(shop, "web: two\n");
    Roll roll = change(Map.of("WORD", "hello"));
    held.countDown();
    live(push);
    assertThat(house.ended(shop, roll).state()).isEqualTo(new Live(3));
    assertThat(house.store.releases().find(shop.id(), 3).orElseThrow().commands())
        .containsEntry(ProcessType.WEB, "two");
    assertThat(house.asks(shop, "/").get()).endsWith("v3 hello");
  }

  @Test
  void aScalingDuringAPushIsNotOverruledByIt() throws Exception {
    live(house.push(shop, BOTH));
    CountDownLatch held = holdBuilds();
    Deploy push = house.push(shop, BOTH);
    await()
        .until(() ->
            house.store.deploys().find(shop.id(), 2).orElseThrow().state()
                instanceof DeployState.Building);
    Scaled scaled = house.does(new Scale(shop.name(), Map.of(ProcessType.WEB, 2)));
    held.countDown();
    live(push);
    assertThat(house.ended(shop, Objects.requireNonNull(scaled.roll())).state())
        .isInstanceOf(Live.class);
    assertThat(house.app(shop).formation().count(ProcessType.WEB)).isEqualTo(2);
    assertThat(engine.running()).containsExactly(instance(3, "web.1"), instance(3, "web.2"));
  }

  @Test
  void aScalingThatFailsLeavesTheCountsAsTheyAreLive() throws Exception {
    live(house.push(shop, BOTH));
    engine.startFails("no memory");
    Scaled scaled = house.does(new Scale(shop.name(), Map.of(WORKER, 3)));
    assertThat(house.ended(shop, Objects.requireNonNull(scaled.roll())).state())
        .isInstanceOf(Failed.class);
    assertThat(house.app(shop).formation().count(WORKER)).isZero();
  }

  @Test
  void whatFailsToStartLeavesTheOldReleaseAlone() throws Exception {
    live(house.push(shop, "web: one\n"));
    engine.startFails("no memory");
    assertThat(house.ended(house.push(shop, "web: two\n")).state())
        .isEqualTo(new Failed("Starting", "no memory", 2));
    assertThat(engine.running()).containsExactly(instance(1, "web.1"));
    assertThat(house.asks(shop, "/").get()).startsWith("200 " + instance(1, "web.1"));
  }

  @Test
  void anEngineThatIsGoneFailsTheDeployAndTheNextOneWorks() throws Exception {
    live(house.push(shop, "web: one\n"));
    engine.building(engine::die);
    assertThat(house.ended(house.push(shop, "web: two\n")).state()).isInstanceOf(Failed.class);
    engine.building(() -> {});
    engine.always(() -> {});
    live(house.push(shop, "web: three\n"));
    assertThat(house.asks(shop, "/").get()).startsWith("200 " + instance(3, "web.1"));
  }

  @Test
  void aBuildThatBreaksTheMachineDoesNotHoldUpTheLine() throws Exception {
    engine.building(() -> {
      throw new NoClassDefFoundError("gone with an update");
    });
    assertThat(house.ended(house.push(shop, "web: one\n")).state()).isInstanceOf(Failed.class);
    engine.building(() -> {});
    live(house.push(shop, "web: one\n"));
  }

  @Test
  void anArtifactThatCannotBeRemovedDisturbsNobody() throws Exception {
    engine.discarding(() -> {
      throw new IllegalStateException("in use");
    });
    for (int n = 1; n <= 13; n++) {
      live(house.push(shop, "web: n" + n + "\n"));
    }
    assertThat(house.asks(shop, "/").get()).startsWith("200 ");
  }

  @Test
  void artifactsThatWentLiveOutlastThoseThatFailed() throws Exception {
    live(house.push(shop, "web: one\n"));
    live(house.push(shop, "web: two\n"));
    engine.startFails("no memory");
    for (int n = 3; n <= 16; n++) {
      assertThat(house.ended(house.push(shop, "web: n" + n + "\n")).state())
          .isInstanceOf(Failed.class);
    }
    engine.startFails(null);
    Roll back = house.does(new Rollback(shop.name(), null));
    went(back);
  }

  @Test
  void configThatIsSetBehindARollbackIsSetOnTopOfIt() throws Exception {
    live(house.push(shop, "web: one\n"));
    went(change(Map.of("WORD", "old", "LEFT", "x")));
    went(change(Map.of("WORD", "new")));
    CountDownLatch held = holdBuilds();
    Deploy push = house.push(shop, "web: two\n");
    final Roll back = house.does(new Rollback(shop.name(), 2));
    final Roll behind =
        Objects.requireNonNull(
            house
                .does(new ChangeConfig(shop.name(), Map.of("MORE", "1"), Set.of("LEFT"), true))
                .roll());
    final Roll further = house.does(new Rollback(shop.name(), 1));
    final Roll last = change(Map.of("LAST", "1"));
    held.countDown();
    live(push);
    went(back);
    went(behind);
    assertThat(configOf(behind))
        .containsOnly(Map.entry("WORD", "old"), Map.entry("MORE", "1"), Map.entry("LAST", "1"));
    went(further);
    went(last);
    assertThat(configOf(last)).containsOnly(Map.entry("LAST", "1"));
  }

  private void went(Roll roll) throws Exception {
    assertThat(house.ended(shop, roll).state()).isInstanceOf(Live.class);
  }

  private Map<String, String> configOf(Roll roll) {
    Release release = house.store.releases().ofDeploy(shop.id(), roll.deploy()).orElseThrow();
    return house.store.configs().at(shop.id(), release.configVersion());
  }

  @Test
  void whileAnAppIsStoppedItsRequestsEndAndDeploysAreRefused() throws Exception {
    live(house.push(shop, "web: one\n"));
    CompletableFuture<String> slow = house.asks(shop, "/slow");
    await().until(() -> engine.slowRequests() == 1);
    CompletableFuture<Void> stop =
        CompletableFuture.runAsync(() -> house.does(new Stop(shop.name())));
    await().until(() -> house.app(shop).stopped());
    assertThat(house.machine.queue().busy(shop.id())).isTrue();
    assertThatThrownBy(() -> house.push(shop, "web: two\n")).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> house.does(new DestroyApp(shop.name()))).isInstanceOf(UserError.class);
    engine.answerSlow();
    stop.get(SOON.toSeconds(), TimeUnit.SECONDS);
    assertThat(slow.get()).startsWith("200 ");
    assertThat(engine.running()).isEmpty();
    assertThat(house.ended(shop, house.does(new Start(shop.name()))).state())
        .isInstanceOf(Live.class);
    assertThat(house.asks(shop, "/").get()).startsWith("200 ");
  }

  @Test
  void aRestartOfOneProcessLeavesTheOthersAlone() throws Exception {
    house.store.apps().formation(shop.id(), shop.formation().with(Map.of(ProcessType.WEB, 2)));
    live(house.push(shop, "web: one\n"));
    Roll roll = house.does(new Restart(shop.name(), Set.of("web.2")));
    assertThat(house.ended(shop, roll).state()).isInstanceOf(Live.class);
    assertThat(engine.running()).containsExactly(instance(1, "web.1"), instance(2, "web.2"));
  }

  @Test
  void whatCrashesIsStartedAgainAndServed() throws Exception {
    live(house.push(shop, "web: one\n"));
    engine.crash(instance(1, "web.1"), 3);
    await()
        .atMost(SOON)
        .until(() -> house.asks(shop, "/").get().startsWith("200 " + instance(1, "web.1")));
  }

  @Test
  void aServerThatEndsInABuildFailsItAtTheNextStart() throws Exception {
    live(house.push(shop, "web: one\n"));
    String live = house.store.deploys().lastLiveCommit(shop.id()).orElseThrow();
    CountDownLatch begun = new CountDownLatch(1);
    engine.building(() -> {
      begun.countDown();
      new CountDownLatch(1).await();
    });
    house.push(shop, "web: two\n");
    assertThat(begun.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    Files.writeString(Files.createDirectory(house.builds.resolve("a1-d99")).resolve("x"), "left");
    restartServer();
    assertThat(house.store.deploys().find(shop.id(), 2).orElseThrow().state())
        .isInstanceOf(Failed.class);
    assertThat(house.builds).isEmptyDirectory();
    try (Repository repository = house.repositories.open(shop.id().toString())) {
      assertThat(new RepositoryBranch(repository, "main").commit()).isEqualTo(live);
    }
    assertThat(house.asks(shop, "/").get()).startsWith("200 " + instance(1, "web.1"));
  }

  @Test
  void aServerThatEndsAfterTheSwitchCarriesItToItsEnd() throws Exception {
    live(house.push(shop, "web: one\n"));
    Deploy restart =
        house
            .store
            .deploys()
            .enqueue(new NewDeploy(shop.id(), Deploy.Cause.RESTART, null, null, Set.of(), "ann"));
    DeployState.Switching switching = new DeployState.Switching(1);
    Deploy checking = house.store.deploys().advance(restart, new DeployState.Checking(1));
    house
        .store
        .deploys()
        .switchTo(checking, switching, house.store.instances().of(shop.id()), Optional.empty());
    restartServer();
    assertThat(house.ended(restart).state()).isEqualTo(new Live(1));
    assertThat(house.asks(shop, "/").get()).startsWith("200 ");
  }

  @Test
  void aServerThatStartsWithoutItsEngineServesWhatRuns() throws Exception {
    live(house.push(shop, "web: one\n"));
    house.close();
    engine.die();
    house = new ScriptedHouse(data, engine);
    house.start();
    assertThat(house.asks(shop, "/").get()).startsWith("200 " + instance(1, "web.1"));
  }

  @Test
  void whatNobodyWantsIsSweptAway() throws Exception {
    live(house.push(shop, "web: one\n"));
    house.store.instances().replace(shop.id(), List.of());
    restartServer();
    await().atMost(SOON).until(() -> engine.running().isEmpty());
  }

  @Test
  void aDomainThatThePlatformHasTakenOverIsLeftOut() {
    App other = house.create("other");
    house.store.domains().add(other.id(), "shop.localhost", ScriptedHouse.ANN);
    house.router.publish();
    assertThat(house.router.hostsOf(other)).containsExactly("other.localhost");
    assertThat(new Hosts("localhost", 80, 0).owns("notlocalhost")).isFalse();
  }

  @Test
  void aCanaryOfWhichNothingStaysUpIsEnded() throws Exception {
    live(house.push(shop, "web: one\n"));
    String live = branch();
    Deploy canary = house.ended(house.canary(shop, "web: two\n"));
    assertThat(canary.state()).isEqualTo(new DeployState.Canary(2));
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> {
          if (engine.running().contains(instance(2, "web.1"))) {
            engine.crash(instance(2, "web.1"), 1);
          }
          return house.store.deploys().canary(shop.id()).isEmpty();
        });
    assertThat(house.store.deploys().find(shop.id(), 2).orElseThrow().state())
        .isInstanceOf(DeployState.Cancelled.class);
    await().atMost(SOON).until(() -> branch().equals(live));
    assertThat(house.asks(shop, "/").get()).startsWith("200 " + instance(1, "web.1"));
    live(house.push(shop, "web: three\n"));
  }
}
