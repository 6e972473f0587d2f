package paas.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirDeletionStrategy;
import paas.engine.ScriptedEngine;
import paas.model.App;
import paas.model.Deploy;
import paas.model.DeployState.Canary;
import paas.model.DeployState.Failed;
import paas.model.DeployState.Live;
import paas.model.InstanceName;
import paas.model.ProcessName;
import paas.model.ProcessType;
import paas.ops.ProcessCommands.ListProcesses;
import paas.ops.ProcessCommands.Restart;
import paas.ops.ProcessCommands.Scale;
import paas.ops.ProcessCommands.Stop;
import paas.ops.ReleaseCommands.KeepReport;
import paas.ops.ReleaseCommands.Rollback;
import paas.ops.ReleaseCommands.SetKeep;
import paas.store.KeptRelease;

/** Releases that stand by, on an engine that can be told not to start anything. */
class KeptReleasesTest {
  private static final Duration SOON = Duration.ofSeconds(30);

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
    house.does(new SetKeep(shop.name(), "30m"));
  }

  @AfterEach
  void close() throws Exception {
    house.close();
    engine.close();
  }

  private InstanceName instance(int deploy, String process) {
    return new InstanceName(shop.id(), deploy, ProcessName.parse(process));
  }

  private void live(Deploy deploy) throws Exception {
    assertThat(house.ended(deploy).state()).isInstanceOf(Live.class);
  }

  private void live(Roll roll) throws Exception {
    assertThat(house.ended(shop, roll).state()).isInstanceOf(Live.class);
  }

  private Roll back() {
    return house.does(new Rollback(shop.name(), null));
  }

  private Optional<Integer> kept() {
    return house.store.instances().kept(shop.id()).map(KeptRelease::release);
  }

  private String said(int deploy) throws Exception {
    return Files.readString(
        data.resolve("logs").resolve(shop.id().toString()).resolve("deploys/" + deploy + ".log"));
  }

  private void twoReleases(String procfile) throws Exception {
    live(house.push(shop, procfile));
    live(house.push(shop, procfile + "# changed\n"));
  }

  @Test
  void aRollbackToWhatStandsByStartsNothingAndCanBeTakenBackInTheSameWay() throws Exception {
    twoReleases("web: one\n");
    assertThat(engine.running()).containsExactly(instance(2, "web.1"));
    assertThat(engine.held()).containsExactly(instance(1, "web.1"));
    assertThat(kept()).contains(1);
    assertThat(house.does(new ListProcesses(shop.name())).running())
        .extracting(process -> process.name() + " " + process.state() + " " + process.release())
        .containsExactly("web.1 up v2", "web.1 kept v1");
    engine.startFails("nothing is to be started");
    live(back());
    assertThat(house.asks(shop, "/").get()).startsWith("200 " + instance(1, "web.1"));
    assertThat(engine.held()).containsExactly(instance(2, "web.1"));
    assertThat(house.app(shop).liveRelease()).isEqualTo(3);
    assertThat(kept()).contains(2);
    live(back());
    assertThat(house.asks(shop, "/").get()).startsWith("200 " + instance(2, "web.1"));
    assertThat(engine.running()).containsExactly(instance(2, "web.1"));
    assertThat(kept()).contains(3);
    engine.startFails(null);
    engine.crash(instance(2, "web.1"), 1);
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(house.asks(shop, "/").get())
                .as("started again as the release that it is of now")
                .startsWith("200 " + instance(2, "web.1") + " v4"));
  }

  @Test
  void workersNeverStandBy() throws Exception {
    live(house.push(shop, "web: serve\nworker: work\n"));
    live(
        Objects.requireNonNull(
            house
                .does(
                    new Scale(
                        shop.name(), Map.of(new ProcessType("worker"), 1, ProcessType.WEB, 2)))
                .roll()));
    live(house.push(shop, "web: serve\nworker: work harder\n"));
    assertThat(engine.held()).containsExactly(instance(2, "web.1"), instance(2, "web.2"));
    live(back());
    assertThat(engine.running())
        .containsExactly(instance(2, "web.1"), instance(2, "web.2"), instance(4, "worker.1"));
    assertThat(engine.held()).containsExactly(instance(3, "web.1"), instance(3, "web.2"));
  }

  @Test
  void whatDiedWhileItStoodByIsStartedAnew() throws Exception {
    twoReleases("web: one\n");
    engine.crash(instance(1, "web.1"), 1);
    await().atMost(SOON).until(() -> kept().isEmpty());
    live(back());
    assertThat(engine.running()).containsExactly(instance(3, "web.1"));
    assertThat(kept()).contains(2);
  }

  @Test
  void whatDoesNotAnswerAnyMoreIsStartedAnew() throws Exception {
    twoReleases("web: one\n");
    engine.deafen(instance(1, "web.1"));
    live(back());
    assertThat(said(3)).contains("web.1 of v1 is not well: ", "Starting web.1");
    assertThat(house.asks(shop, "/").get()).startsWith("200 " + instance(3, "web.1"));
    assertThat(engine.running()).containsExactly(instance(3, "web.1"));
    assertThat(engine.held()).containsExactly(instance(2, "web.1"));
  }

  @Test
  void aRollbackThatFailsLetsItStandByAgain() throws Exception {
    live(house.push(shop, "web: serve\nworker: work\n"));
    live(
        Objects.requireNonNull(
            house.does(new Scale(shop.name(), Map.of(new ProcessType("worker"), 1))).roll()));
    live(house.push(shop, "web: serve\nworker: work harder\n"));
    engine.startFails("no room");
    assertThat(house.ended(shop, back()).state()).isInstanceOf(Failed.class);
    assertThat(kept()).contains(2);
    assertThat(engine.held()).containsExactly(instance(2, "web.1"));
    assertThat(house.asks(shop, "/").get()).startsWith("200 " + instance(3, "web.1"));
  }

  @Test
  void itOutlivesTheServerAndEndsWhenItsTimeIsOver() throws Exception {
    twoReleases("web: one\n");
    engine.thaw(instance(1, "web.1"));
    house.close();
    house = new ScriptedHouse(data, engine);
    house.start();
    await().atMost(SOON).until(() -> engine.held().equals(List.of(instance(1, "web.1"))));
    assertThat(kept()).contains(1);
    house.does(new SetKeep(shop.name(), "1s"));
    live(back());
    assertThat(kept()).contains(2);
    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          house.look();
          assertThat(kept()).isEmpty();
          house.look();
          assertThat(engine.held()).isEmpty();
          assertThat(engine.running()).containsExactly(instance(1, "web.1"));
        });
  }

  @Test
  void whatEndsItAndWhatDoesNot() throws Exception {
    twoReleases("web: one\n");
    live(house.does(new Restart(shop.name(), Set.of())));
    assertThat(kept()).as("after a restart").contains(1);
    assertThat(engine.held()).containsExactly(instance(1, "web.1"));
    live(house.push(shop, "web: three\n"));
    assertThat(kept()).as("after the next deploy").contains(2);
    assertThat(engine.held()).containsExactly(instance(3, "web.1"));
    assertThat(house.ended(house.canary(shop, "web: four\n")).state()).isInstanceOf(Canary.class);
    assertThat(kept()).as("beside a canary").contains(2);
    assertThat(engine.running()).containsExactly(instance(4, "web.1"), instance(5, "web.1"));
    house.does(new Stop(shop.name()));
    assertThat(kept()).as("after a stop").isEmpty();
    assertThat(engine.held()).isEmpty();
    twoReleases("web: four\n");
    KeepReport off = house.does(new SetKeep(shop.name(), "off"));
    assertThat(off.time()).isNull();
    assertThat(off.release()).isNull();
    assertThat(engine.held()).isEmpty();
    live(house.push(shop, "web: five\n"));
    assertThat(kept()).as("when it is off").isEmpty();
  }
}
