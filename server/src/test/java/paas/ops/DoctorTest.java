package paas.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import paas.engine.InstanceSpec;
import paas.engine.ScriptedEngine;
import paas.hooks.RepositoryBranch;
import paas.model.App;
import paas.model.AppId;
import paas.model.Artifact;
import paas.model.Deploy;
import paas.model.DeployState;
import paas.model.InstanceName;
import paas.model.ProcessName;
import paas.ops.HouseCommands.Diagnose;
import paas.ops.HouseCommands.Diagnosis;
import paas.ops.HouseCommands.Finding;
import paas.store.InstanceRow;
import paas.store.NewDeploy;

/** Each invariant is broken by hand; the doctor says so, and mends it when told to. */
@Timeout(60)
class DoctorTest {
  private final ScriptedEngine engine = new ScriptedEngine();
  @TempDir private Path data;
  private ScriptedHouse house;
  private App shop;

  @BeforeEach
  void oneAppIsUp() throws Exception {
    house = new ScriptedHouse(data, engine);
    house.start();
    shop = house.create("shop");
    assertThat(house.ended(house.push(shop, "web: one\n")).state())
        .isInstanceOf(DeployState.Live.class);
    assertThat(bad(house.does(new Diagnose(false)))).isEmpty();
  }

  @AfterEach
  void close() throws IOException {
    house.close();
    engine.close();
  }

  private static List<String> bad(Diagnosis diagnosis) {
    return diagnosis.findings().stream()
        .filter(finding -> !finding.ok())
        .filter(finding -> !finding.check().equals("disk"))
        .map(Finding::check)
        .toList();
  }

  private void isSeenAs(String check, String text) {
    Diagnosis seen = house.does(new Diagnose(false));
    assertThat(bad(seen)).containsExactly(check);
    assertThat(seen.ok()).isFalse();
    assertThat(seen.mended()).isEmpty();
    Diagnosis mended = house.does(new Diagnose(true));
    assertThat(bad(mended)).isEmpty();
    assertThat(mended.mended()).singleElement().asString().contains(text);
    assertThat(house.asks(shop, "/").join()).startsWith("200 " + web(1));
  }

  private InstanceName web(int deploy) {
    return new InstanceName(shop.id(), deploy, ProcessName.parse("web.1"));
  }

  @Test
  void aProcessThatIsGoneIsStartedAgain() {
    engine.stop(web(1), Duration.ZERO);
    isSeenAs("processes", web(1) + " should run and does not");
  }

  @Test
  void aRouteThatLeadsElsewhereIsLedBack() {
    house.store.instances().replace(shop.id(), List.of(new InstanceRow(web(1), 1, "127.0.0.1", 1)));
    house.router.publish();
    isSeenAs("routes", "its route leads to 127.0.0.1:1");
  }

  @Test
  void whatNobodyWantsIsStopped() throws Exception {
    Artifact artifact = house.store.releases().find(shop.id(), 1).orElseThrow().artifact();
    engine.start(new InstanceSpec(web(99), shop.name(), 1, artifact, "", Map.of(), null, 64 << 20));
    isSeenAs("unwanted", web(99) + " is there and nobody wants it");
  }

  @Test
  void aDeployThatNobodyWorksOnIsEnded() {
    Deploy stuck =
        house
            .store
            .deploys()
            .enqueue(new NewDeploy(shop.id(), Deploy.Cause.RESTART, null, null, Set.of(), "ann"));
    isSeenAs("deploys", "is Queued and nobody works on it");
    assertThat(house.store.deploys().find(shop.id(), stuck.number()).orElseThrow().state())
        .isInstanceOf(DeployState.Failed.class);
  }

  @Test
  void aBranchThatStandsElsewhereIsMovedBack() throws Exception {
    house.commit(shop, "web: never deployed\n");
    isSeenAs("branches", "the branch main stands at");
    assertThat(branch()).isEqualTo(house.store.deploys().lastLiveCommit(shop.id()).orElseThrow());
  }

  @Test
  void aBranchThatIsMissingIsPutBack() throws Exception {
    Files.delete(data.resolve("repositories/" + shop.id() + ".git/refs/heads/main"));
    isSeenAs("branches", "the branch main is missing");
    assertThat(branch()).isEqualTo(house.store.deploys().lastLiveCommit(shop.id()).orElseThrow());
  }

  @Test
  void aBranchThatIsGarbageIsPutBack() throws Exception {
    Path branch = data.resolve("repositories/" + shop.id() + ".git/refs/heads/main");
    Files.writeString(branch, "no commit at all\n");
    isSeenAs("branches", "the branch main is missing");
    assertThat(branch()).isEqualTo(house.store.deploys().lastLiveCommit(shop.id()).orElseThrow());
  }

  private String branch() throws IOException {
    try (Repository repository = house.repositories.open(shop.id().toString())) {
      return String.valueOf(new RepositoryBranch(repository, "main").commit());
    }
  }

  @Test
  void aStaleLockIsRemovedAndAFreshOneIsNot() throws Exception {
    Path lock = data.resolve("repositories/" + shop.id() + ".git/refs/heads/main.lock");
    Files.createFile(lock);
    assertThat(bad(house.does(new Diagnose(false)))).isEmpty();
    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    isSeenAs("repositories", "main.lock was left by a push that is over");
    assertThat(lock).doesNotExist();
  }

  @Test
  void theRepositoryOfAnUnknownAppIsForgottenOnlyWhenSomebodySaysSo() throws Exception {
    AppId unknown = new AppId(99);
    house.repositories.open(unknown.toString()).close();
    house.machine.recovery().run();
    for (int i = 0; i < 20; i++) {
      house.machine.recovery().tick();
    }
    isSeenAs("repositories", "the repository of a99 is there and the app is not");
    assertThat(house.repositories.ids()).containsExactly(shop.id().toString());
  }

  @Test
  void anExportThatIsLeftIsRemoved() throws Exception {
    Files.writeString(Files.createDirectory(house.builds.resolve("a1-d1")).resolve("x"), "left");
    isSeenAs("exports", "a1-d1 was left by a deploy that is over");
    assertThat(house.builds).isEmptyDirectory();
  }

  @Test
  void whatWasBuiltForNoReleaseIsRemovedByTheClock() throws Exception {
    Artifact left = engine.left(shop.id(), 77);
    isSeenAs("builds", "was built and no release uses it");
    assertThat(engine.has(left)).isFalse();
    Artifact again = engine.left(shop.id(), 78);
    house.machine.recovery().tick();
    assertThat(engine.has(again)).isFalse();
    assertThat(engine.built()).hasSize(1);
  }

  @Test
  void whatIsLiveAndGoneIsSaidAndLeftToAPerson() {
    engine.discard(house.store.releases().find(shop.id(), 1).orElseThrow().artifact());
    Diagnosis seen = house.does(new Diagnose(true));
    assertThat(bad(seen)).containsExactly("builds");
    assertThat(seen.findings())
        .extracting(Finding::remedy)
        .anyMatch(remedy -> remedy.endsWith("ssh paas ps:rebuild shop"));
  }

  @Test
  void aSwitchThatNobodyFinishedIsCarriedOnByTheClock() throws Exception {
    Deploy restart =
        house
            .store
            .deploys()
            .enqueue(new NewDeploy(shop.id(), Deploy.Cause.RESTART, null, null, Set.of(), "ann"));
    Deploy checking = house.store.deploys().advance(restart, new DeployState.Checking(1));
    house
        .store
        .deploys()
        .switchTo(
            checking,
            new DeployState.Switching(1),
            house.store.instances().of(shop.id()),
            Optional.empty());
    house.machine.recovery().tick();
    assertThat(house.ended(restart).state()).isEqualTo(new DeployState.Live(1));
  }
}
