package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import paas.deploy.FailPoints.Step;

/**
 * The server is killed from outside at every step of a deploy, and the next one makes good. {@code
 * -Dpaas.fail.rounds=20} goes through the steps so often, {@code -Dpaas.fail.engine=docker} on one
 * engine only.
 */
@Tag("house")
@Timeout(value = 2, unit = TimeUnit.HOURS)
class FailPointTest {
  private static final int ROUNDS = Integer.getInteger("paas.fail.rounds", 1);

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void aServerKilledAtAnyStepOfADeployLosesAndLeavesNothing(EngineKind engine) throws Exception {
    String only = System.getProperty("paas.fail.engine", engine.option());
    Assumptions.assumeTrue(only.equals(engine.option()), "asked for " + only);
    Path points = Files.createTempDirectory("paas-points");
    try (House house = House.open(engine, "-Dpaas.failpoints=" + points)) {
      Scene scene = new Scene(house, points, app(house));
      scene.firstPushIsKilled();
      for (int round = 1; round <= ROUNDS; round++) {
        for (Step step : Step.values()) {
          scene.killAt(step);
        }
      }
      scene.doctorMendsWhatIsBrokenByHand();
      System.err.printf(
          "fail points: engine %s, rounds %d, kills %d, violations 0%n",
          engine.option(), ROUNDS, ROUNDS * Step.values().length + 1);
    } finally {
      Shell.run("rm", "-rf", points.toString()).ok();
    }
  }

  /** Its release command ends when nobody can type anything to it any more. */
  private static Project app(House house) throws IOException {
    return Apps.node(house.desk(), "hit").write("Procfile", "release: cat\n");
  }

  /** One app and its house; every step begins where the one before it has ended. */
  private record Scene(House house, Path points, Project project) {
    /** Where an app is only being made, the same push has to make it. */
    void firstPushIsKilled() throws Exception {
      project.commit("Before").commit("First");
      dieAt(Step.REF_MOVED);
      assertThat(Health.branch(project)).isEmpty();
      project.push().ok();
      Health.await(house);
    }

    void killAt(Step step) throws Exception {
      String before = Health.identity(house, "hit");
      final String live = project.head();
      project.commit("To be killed at " + step.label());
      dieAt(step);
      boolean switched = step.compareTo(Step.SWITCH_SAVED) >= 0;
      Health.await(house);
      String now = Health.identity(house, "hit");
      if (switched) {
        assertThat(release(now)).as("killed at %s", step).isGreaterThan(release(before));
      } else {
        assertThat(now).as("killed at %s", step).isEqualTo(before);
      }
      String seen = "killed at " + step + ": " + before + ", then " + now;
      assertThat(Health.branch(project)).as(seen).isEqualTo(switched ? project.head() : live);
      assertThat(house.instances()).as(seen).hasSize(1);
      project.push().ok();
      if (switched) {
        assertThat(Health.identity(house, "hit")).as(seen).isEqualTo(now);
      } else {
        assertThat(release(Health.identity(house, "hit"))).as(seen).isGreaterThan(release(now));
      }
    }

    /**
     * What the server's own clock may mend before the doctor sees it is only looked at afterwards.
     */
    void doctorMendsWhatIsBrokenByHand() throws Exception {
      final String before = Health.identity(house, "hit");
      final String live = Health.branch(project);
      Path repository = house.data().resolve("repositories/a1.git");
      Shell.run("git", "-C", repository + "", "update-ref", "refs/heads/main", live + "~1").ok();
      Path lock = Files.createFile(repository.resolve("refs/heads/main.lock"));
      Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
      Path export = Files.createDirectory(house.data().resolve("builds/a1-d1"));
      buildForNobody();
      house
          .desk()
          .paas("doctor", "--format", "json")
          .exits(1)
          .says("the branch main stands at", "main.lock was left by a push");
      house.desk().paas("doctor", "--repair").ok().says("mended a1: the branch main stands at");
      assertThat(Health.branch(project)).isEqualTo(live);
      assertThat(lock).doesNotExist();
      assertThat(export).doesNotExist();
      assertThat(isBuiltForNobody()).isFalse();
      assertThat(Health.identity(house, "hit")).isEqualTo(before);
    }

    private void buildForNobody() throws IOException {
      if (house.engine() == EngineKind.PROCESS) {
        Files.createDirectory(house.data().resolve("slugs/a1/d999"));
      } else {
        String image =
            house.leftovers().stream()
                .filter(name -> name.contains("/a1:d"))
                .findAny()
                .orElseThrow();
        Shell.run("docker", "tag", image, image.replaceFirst(":d.*", ":d999")).ok();
      }
    }

    private boolean isBuiltForNobody() throws IOException {
      return Files.exists(house.data().resolve("slugs/a1/d999"))
          || house.leftovers().stream().anyMatch(name -> name.endsWith("/a1:d999"));
    }

    private static int release(String identity) {
      return Integer.parseInt(identity.substring(1, identity.indexOf(' ')));
    }

    /** Pushes, kills the server where it waits, and starts the next one. */
    private void dieAt(Step step) throws Exception {
      Path asked = Files.createFile(points.resolve(step.label()));
      Path reached = points.resolve(step.label() + ".reached");
      Process push = project.beginPush();
      await()
          .alias("the step " + step)
          .atMost(House.SOON)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> Files.exists(reached) || !push.isAlive());
      if (!Files.exists(reached)) {
        throw new AssertionError(step + " was passed: " + Shell.end(push, "", "git push"));
      }
      house.kill();
      Files.delete(asked);
      Files.delete(reached);
      house.start();
      assertThat(push.onExit()).succeedsWithin(House.SOON);
    }
  }
}
