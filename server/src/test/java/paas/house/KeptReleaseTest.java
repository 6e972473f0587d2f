package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import paas.deploy.FailPoints.Step;

/** A release that was replaced stands by, and a rollback to it starts nothing. */
@Tag("house")
@Timeout(300)
class KeptReleaseTest {
  private static final Pattern SWITCHED = Pattern.compile("switched in ([0-9]+) ms");
  private static final int ROUNDS = Integer.getInteger("paas.kept.rounds", 2);

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void aRollbackIsASwitchToProcessesThatStoodBy(EngineKind engine) throws Exception {
    try (House house = House.open(engine)) {
      Desk desk = house.desk();
      Project app = Apps.node(desk, "kept");
      desk.paas("apps:create", "kept").ok();
      desk.paas("releases:keep", "kept").ok().says("that is replaced ends at once");
      desk.paas("releases:keep", "kept", "long").exits(2).says("releases:keep shop 30m");
      desk.paas("releases:keep", "kept", "30m").ok().says("stands by for 30min");
      app.commit("First").push().ok();
      final String first = Health.identity(house, "kept");
      app.commit("Second").push().ok().says("-----> Switched to v2. v1 ", " stands by until ");
      final String second = Health.identity(house, "kept");
      desk.paas("ps", "kept").ok().says("up", "kept until ");
      desk.paas("releases:keep", "kept").ok().says("v1 stands by until ", "web.1");
      desk.paas("doctor").ok();
      List<Integer> millis = new ArrayList<>();
      try (Traffic traffic = Traffic.on(house, "kept")) {
        for (int round = 0; round < ROUNDS; round++) {
          millis.add(switched(desk.paas("rollback", "kept").ok().says("Taking over web.1 of v")));
          assertThat(Health.identity(house, "kept")).isEqualTo(round % 2 == 0 ? first : second);
        }
        assertThat(traffic).isNotNull();
      }
      house.kill();
      house.start();
      desk.paas("doctor").ok();
      millis.add(switched(desk.paas("rollback", "kept").ok().says("Taking over web.1 of v")));
      assertThat(Health.identity(house, "kept")).isEqualTo(ROUNDS % 2 == 0 ? first : second);
      System.err.printf("kept releases: engine %s, switched after %s ms%n", engine, millis);
      desk.paas("releases:keep", "kept", "1s").ok();
      desk.paas("rollback", "kept").ok().says("stands by until ");
      await().atMost(House.SOON).until(() -> house.instances().size() == 1);
      desk.paas("rollback", "kept").ok().says("Starting web.1").saysNot("Taking over");
      desk.paas("apps:destroy", "kept", "--force").ok();
      await().atMost(House.SOON).until(() -> house.instances().isEmpty());
    }
  }

  private static int switched(Said said) {
    Matcher found = SWITCHED.matcher(said.out());
    assertThat(found.find()).as("%s", said).isTrue();
    return Integer.parseInt(found.group(1));
  }

  /** Killed at each step of a rollback, and once what stands by is killed by hand. */
  @Test
  void whateverDiesNothingIsLostAndNothingIsLeft() throws Exception {
    Path points = Files.createTempDirectory("paas-points");
    try (House house = House.open(EngineKind.PROCESS, "-Dpaas.failpoints=" + points)) {
      Desk desk = house.desk();
      Project app = Apps.node(desk, "kept");
      desk.paas("apps:create", "kept").ok();
      desk.paas("releases:keep", "kept", "30m").ok();
      app.commit("First").push().ok();
      String standing = Health.identity(house, "kept");
      app.commit("Second").push().ok();
      String live = Health.identity(house, "kept");
      for (Step step : List.of(Step.STARTED, Step.SWITCH_SAVED, Step.DRAINING)) {
        dieAt(house, points, step);
        Health.await(house);
        if (step.compareTo(Step.SWITCH_SAVED) >= 0) {
          String before = live;
          live = standing;
          standing = before;
        }
        assertThat(Health.identity(house, "kept")).as("killed at %s", step).isEqualTo(live);
        assertThat(house.instances()).as("killed at %s", step).hasSize(2);
      }
      Shell.run("kill", "-KILL", standing.split(" ", -1)[1]).ok();
      await()
          .atMost(House.SOON)
          .until(() -> !desk.paas("ps", "kept").ok().out().contains("kept until"));
      Health.await(house);
      desk.paas("rollback", "kept").ok().says("Starting web.1").saysNot("Taking over");
      assertThat(Health.identity(house, "kept")).isNotEqualTo(live).isNotEqualTo(standing);
      Health.await(house);
    } finally {
      Shell.run("rm", "-rf", points.toString()).ok();
    }
  }

  private static void dieAt(House house, Path points, Step step) throws Exception {
    Path asked = Files.createFile(points.resolve(step.label()));
    Path reached = points.resolve(step.label() + ".reached");
    Process rollback = house.desk().begin("rollback", "kept");
    await()
        .alias("the step " + step)
        .atMost(House.SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> Files.exists(reached) || !rollback.isAlive());
    assertThat(reached).exists();
    house.kill();
    Files.delete(asked);
    Files.delete(reached);
    house.start();
    assertThat(rollback.onExit()).succeedsWithin(House.SOON);
  }
}
