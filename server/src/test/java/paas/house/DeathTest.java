package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that is killed or told to end, and the next one on the same folder. */
@Tag("house")
@Timeout(240)
@ParameterizedClass(name = "{0}")
@EnumSource(EngineKind.class)
class DeathTest {
  @RegisterExtension static final Houses HOUSES = new Houses();

  /** Ends with 4 when somebody has left word. */
  private static final String LATER = "until [ -e ${TMPDIR:-/tmp}/go ]; do sleep 0.1; done; exit 4";

  private final EngineKind engine;

  DeathTest(EngineKind engine) {
    this.engine = engine;
  }

  /** Who answers: the same process has the same number and the same start. */
  private static String identity(House house, String app) throws IOException {
    Web.Answer answer = house.web(app).get("/");
    assertThat(answer.field("app")).isEqualTo(app);
    return answer.field("release") + " " + answer.field("pid") + " " + answer.field("start");
  }

  /** Beside another server on the same engine, which must not notice any of it. */
  @HouseTest
  void appsGoOnAsThemselvesWhenTheServerIsKilled() throws Exception {
    House neighbour = HOUSES.of(engine);
    Project other = Apps.node(neighbour.desk(), "one").commit("First");
    other.push().ok();
    String beside = identity(neighbour, "one");
    try (House house = House.open(engine)) {
      Project one = Apps.node(house.desk(), "one").commit("First");
      one.push().ok();
      Project two = Apps.node(house.desk(), "two").commit("First");
      two.push().ok();
      house.desk().paas("ps:scale", "two", "web=2").ok();
      final String before = identity(house, "one");
      final Process waits = house.desk().begin("run", "one", "'trap \"\" TERM HUP; sleep 611'");
      final String alone =
          house.desk().paas("run", "-d", "two", "'echo began; " + LATER + "'").ok().out();
      awaitSleeps("611", true);

      house.kill();
      house.start();
      // Whose caller is gone is ended before anybody is let in; what needs none goes on.
      awaitSleeps("611", false);
      assertThat(waits.onExit()).succeedsWithin(House.SOON);
      assertThat(waits.exitValue()).isEqualTo(255);
      house.desk().paas("ps", "one").ok().saysNot("run.");
      aDetachedOneIsTakenOver(house, alone.lines().findFirst().orElseThrow());
      assertThat(house.words()).contains("-----> Serving what already ran: 3 processes");
      assertThat(identity(house, "one")).isEqualTo(before);
      assertThat(house.web("two").get("/").field("app")).isEqualTo("two");
      house.desk().paas("ps", "two").ok().says("web.1", "web.2").saysNot("crashed", "down");
      house.desk().paas("doctor", "--format", "json").ok().says("\"ok\" : true");
      one.commit("Second").push().ok();
      assertThat(identity(house, "one")).startsWith("v2 ");
      house.desk().paas("apps:destroy", "one", "--force").ok();
    }
    assertThat(identity(neighbour, "one")).isEqualTo(beside);
    other.commit("Second").push().ok();
  }

  private static void aDetachedOneIsTakenOver(House house, String name) {
    assertThat(house.desk().paas("ps", "two").ok().out()).containsPattern(name + "\\s+up");
    house.desk().paas("enter", "two", name, "'touch ${TMPDIR:-/tmp}/go'").ok();
    await()
        .atMost(House.SOON)
        .untilAsserted(() ->
            house
                .desk()
                .paas("logs", "two", "-p", name)
                .ok()
                .says("began", "paas[" + name + "]: exited with code 4"));
    house.desk().paas("ps", "two").ok().saysNot(name);
  }

  private static void awaitSleeps(String seconds, boolean wanted) {
    await()
        .alias("sleep " + seconds + (wanted ? " runs" : " is gone"))
        .atMost(House.SOON)
        .until(() ->
            Shell.run("ps", "-eo", "args").ok().out().lines().anyMatch(("sleep " + seconds)::equals)
                == wanted);
  }

  @HouseTest
  void aServerKilledInADeployLeavesAppsBranchesAndNothingElse() throws Exception {
    try (House house = House.open(engine)) {
      Project project = Apps.node(house.desk(), "hit").commit("First");
      project.push().ok();
      String live = project.head();
      for (int round = 1; round <= 3; round++) {
        String before = identity(house, "hit");
        project.commit("Round " + round);
        killAtSomeMoment(house, project, round);
        house.start();
        String now = settled(house);
        // Past the switch the next server brings a deploy to its end; before it, all is as it was.
        boolean switched = !now.split(" ", -1)[0].equals(before.split(" ", -1)[0]);
        String seen = "round " + round + ": " + before + ", then " + now;
        assertThat(switched || now.equals(before)).as("%s\n%s", seen, traces(house)).isTrue();
        assertThat(branch(project))
            .as("%s\n%s", seen, traces(house))
            .isEqualTo(switched ? project.head() : live);
        assertThat(house.instances()).as("round %s\n%s", round, house.words()).hasSize(1);
        project.commit("After round " + round).push().ok();
        live = project.head();
        assertThat(branch(project)).isEqualTo(live);
        assertThat(house.instances()).hasSize(1);
      }
    }
  }

  /** At a random moment of a deploy's usual length, counted from the server's first words. */
  private void killAtSomeMoment(House house, Project project, int round) throws Exception {
    int usual = engine == EngineKind.DOCKER ? 900 : 300;
    int wait = ThreadLocalRandom.current().nextInt(usual * (round - 1) / 3, usual * round / 3);
    Process push = project.beginPush();
    assertThat(push.errorReader().readLine()).isNotNull();
    push.onExit().completeOnTimeout(push, wait, TimeUnit.MILLISECONDS).join();
    house.kill();
    assertThat(push.onExit()).succeedsWithin(House.SOON);
  }

  /** Waits until no deploy is under way, and says who answers then. */
  private static String settled(House house) throws IOException {
    await()
        .atMost(House.SOON)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> house.desk().paas("apps").ok().out().matches("(?s).*hit +live .*"));
    return identity(house, "hit");
  }

  private static String traces(House house) {
    return house.words() + house.desk().paas("events") + house.desk().paas("logs", "hit");
  }

  private static String branch(Project project) {
    return project.git("ls-remote", "paas", "refs/heads/main").ok().out().split("\t", -1)[0];
  }

  @HouseTest
  void aPushIsToldWhenTheServerEndsAndCanBeRepeated() throws Exception {
    try (House house = House.open(engine)) {
      Project project = Apps.slowToBuild(house.desk(), "slow").commit("First");
      Process push = project.beginPush();
      BufferedReader said = push.errorReader();
      String line = said.readLine();
      while (!line.contains("still at it")) {
        line = said.readLine();
        assertThat(line).isNotNull();
      }
      house.term();
      assertThat(said.lines().collect(Collectors.joining("\n")))
          .contains("The server is stopping; push again when it is up.")
          .contains("! [remote rejected] main -> main (the server is stopping");
      assertThat(push.waitFor()).isEqualTo(1);
      house.start();
      assertThat(branch(project)).isEmpty();
      project.write("package.json", Apps.PACKAGE).commit("Quick").push().ok();
    }
  }

  @HouseTest
  void aServerThatIsToldToEndSaysWhatGoesOnAndTheNextOneServesIt() throws Exception {
    try (House house = House.open(engine)) {
      Project project = Apps.node(house.desk(), "stays").commit("First");
      project.push().ok();
      String before = identity(house, "stays");
      assertThat(house.term()).contains("-----> Stopped. 1 process keeps running");
      house.start();
      assertThat(identity(house, "stays")).isEqualTo(before);

      house.down().ok().says("-----> Stopped the server", "-----> Stopped 1 process");
      assertThat(house.instances()).isEmpty();
      house.start();
      await().atMost(House.SOON).until(() -> house.web("stays").get("/").status() == 200);
      house.down("--purge").ok().says("-----> Removed " + house.data());
      assertThat(house.data()).doesNotExist();
      assertThat(house.instances()).isEmpty();
      assertThat(house.leftovers()).isEmpty();
    }
  }
}
