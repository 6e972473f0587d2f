package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Docker that is frozen, killed, stopped, and meddled with by hand, under apps that serve. */
@Tag("house")
@Timeout(240)
@ResourceLock("docker of the test's own")
class EngineAwayTest {
  private static final Duration FREEZE =
      Duration.ofSeconds(Integer.getInteger("paas.away.freeze", 15));

  /** Verbs end within about 10 s; the rest is a busy machine's. */
  private static final Duration WORDS = Duration.ofSeconds(20);

  private static final Duration POLL = Duration.ofMillis(100);
  private static @Nullable OwnDocker docker;
  private static @Nullable House house;

  @BeforeAll
  static void open() throws IOException {
    docker = OwnDocker.start("node:24-bookworm-slim");
    house = House.openWith(EngineKind.DOCKER, docker.env(), "disk: {floor: 200 MB}\n");
    Apps.node(house.desk(), "shop").commit("First").push().ok();
    Apps.node(house.desk(), "other").commit("First").push().ok();
    house.desk().paas("ps:scale", "shop", "web=2").ok();
  }

  @AfterAll
  static void close() throws IOException {
    try (OwnDocker _ = docker;
        House _ = house) {
      // Both, whatever becomes of one.
    }
  }

  @BeforeEach
  void beginWell() throws IOException {
    docker().startAgain();
    awaitWell("before");
  }

  private static OwnDocker docker() {
    return Objects.requireNonNull(docker);
  }

  private static House house() {
    return Objects.requireNonNull(house);
  }

  /** Who answers for these apps. */
  private static List<String> identities() throws IOException {
    Web.Answer other = house().web("other").get("/");
    return List.of(other.field("app") + " " + other.field("pid") + " " + other.field("start"));
  }

  /** Every process runs, is reached, and is itself. */
  private static void awaitWell(String when) {
    long began = System.nanoTime();
    await()
        .alias("all is well " + when)
        .atMost(House.SOON)
        .pollInterval(POLL)
        .ignoreExceptions()
        .untilAsserted(() -> {
          Said ps = house().desk().paas("ps", "shop").ok();
          assertThat(ps.out().lines().filter(line -> line.contains(" up ")))
              .as("%s", ps)
              .hasSize(2);
          for (int i = 0; i < 6; i++) {
            assertThat(house().web("shop").get("/").field("app")).isEqualTo("shop");
          }
          assertThat(house().web("other").get("/").field("app")).isEqualTo("other");
        });
    System.err.printf("well %s after %.1f s%n", when, (System.nanoTime() - began) / 1e9);
  }

  private static String container(String app) throws IOException {
    String name = house().desk().paas("apps:info", app, "--format", "json").ok().out();
    assertThat(name).contains(app);
    return docker()
        .run("ps", "--format", "{{.Names}}", "--filter", "label=paas.process=web.1")
        .ok()
        .out()
        .lines()
        .filter(line -> env(line).contains("PAAS_APP=" + app))
        .findFirst()
        .orElseThrow();
  }

  private static String env(String container) {
    return docker().run("inspect", "--format", "{{.Config.Env}}", container).ok().out();
  }

  private static String network(String container) {
    return docker()
        .run("inspect", "--format", "{{.HostConfig.NetworkMode}}", container)
        .ok()
        .out()
        .strip();
  }

  @Test
  void whatWasDoneToContainersByHandIsMendedAndNoRouteLeadsElsewhere() throws Exception {
    // New processes: those that died in the other tests wait longer and longer for their next
    // start.
    house().desk().paas("ps:restart", "shop").ok();
    try (Traffic _ = Traffic.on(house(), "other");
        Traffic _ = Traffic.tolerant(house(), "shop")) {
      docker().run("rm", "-f", container("shop")).ok();
      awaitWell("after a removal");
      docker().run("stop", container("shop")).ok();
      awaitWell("after a stop");
      docker().run("pause", container("shop")).ok();
      awaitWell("after a pause");
      Said told = house().desk().paas("logs", "shop", "-p", "supervisor").ok();
      told.says("web.1 was paused; it goes on");
      // It may be replaced between its end and its start.
      docker().run("restart", container("shop"));
      awaitWell("after a restart");
      String moved = container("shop");
      String network = network(moved);
      docker().run("network", "disconnect", network, moved).ok();
      docker().run("network", "connect", network, moved).ok();
      docker().run("restart", moved);
      awaitWell("at another address");
    }
  }

  @Test
  void aFrozenDockerStopsNoRequestAndVerbsSayWhatIsTheMatter() throws Exception {
    List<String> before = identities();
    long held = held();
    docker().freeze();
    try (Traffic _ = Traffic.on(house(), "shop");
        Traffic _ = Traffic.on(house(), "other")) {
      long began = System.nanoTime();
      assertRefusedWithWords("ps", "shop");
      assertRefusedWithWords("run", "shop", "true");
      Duration first = Duration.ofNanos(System.nanoTime() - began);
      house().desk().paas("apps").ok().says("shop", "other");
      house().desk().paas("doctor").exits(1).says("Docker does not answer since");
      Process push = Apps.node(house().desk(), "late").commit("First").beginPush();
      Said pushed = Shell.end(push, "", "git push");
      pushed.exits(1).says("Docker does not answer since");
      assertThat(first).isLessThan(WORDS);
      while (System.nanoTime() - began < FREEZE.toNanos()) {
        assertRefusedWithWords("ps", "shop");
      }
      assertThat(held()).as("threads and open files").isLessThan(held + 60);
    } finally {
      docker().thaw();
    }
    awaitWell("after a freeze of " + FREEZE.toSeconds() + " s");
    assertThat(identities()).isEqualTo(before);
    house().desk().paas("doctor").ok();
  }

  private static void assertRefusedWithWords(String... words) {
    house()
        .desk()
        .paas(words)
        .exits(1)
        .says("Docker does not answer since 20", "apps are served meanwhile");
  }

  /** Threads and open files of the server: what would grow if something piled up. */
  private static long held() throws IOException {
    Path process = Path.of("/proc/" + house().pid());
    try (Stream<Path> threads = Files.list(process.resolve("task"));
        Stream<Path> files = Files.list(process.resolve("fd"))) {
      return threads.count() + files.count();
    }
  }

  @Test
  void aServerThatStartsWhileDockerIsFrozenServesWhatRuns() throws Exception {
    List<String> before = identities();
    docker().freeze();
    try {
      house().kill();
      house().start();
      assertThat(identities()).isEqualTo(before);
      house().desk().paas("ps", "shop").exits(1).says("Docker does not answer");
    } finally {
      docker().thaw();
    }
    awaitWell("after a start without Docker");
    assertThat(identities()).isEqualTo(before);
  }

  @Test
  void appsServeOnWhenDockerIsKilledAndAreRoutedAgainWhenItIsBack() throws Exception {
    docker().kill();
    try (Traffic _ = Traffic.on(house(), "shop");
        Traffic _ = Traffic.on(house(), "other")) {
      assertRefusedWithWords("ps", "shop");
      house().desk().paas("doctor").exits(1).says("Docker does not answer since");
    }
    try (Traffic _ = Traffic.tolerant(house(), "shop");
        Traffic _ = Traffic.tolerant(house(), "other")) {
      docker().start();
      awaitWell("after a kill");
    }
  }

  @Test
  void aBuildThatFillsDockersDiskIsStopped() throws Exception {
    final List<String> before = identities();
    // Slower than the watch looks, whatever room the disk has.
    String fills =
        "RUN while head -c 5000000 /dev/zero >> /filled; do sleep 0.1; done; sleep 300\n";
    Project project =
        house()
            .desk()
            .project("fills")
            .write("Dockerfile", "FROM node:24-bookworm-slim\n" + fills + "CMD [\"node\"]\n")
            .commit("First");
    project
        .push()
        .exits(1)
        .says("the build was stopped: the disk is nearly full", "200 MB must stay free");
    assertThat(identities()).isEqualTo(before);
    awaitWell("after a build that filled the disk");
    Apps.node(house().desk(), "after").commit("First").push().ok();
    house().desk().paas("apps:destroy", "after", "--force").ok();
  }

  @Test
  void whatDiedWithDockerIsStartedAgainWhenItIsBack() throws Exception {
    try (Traffic _ = Traffic.tolerant(house(), "shop");
        Traffic _ = Traffic.tolerant(house(), "other")) {
      docker().stop();
      assertRefusedWithWords("ps", "shop");
      docker().start();
      awaitWell("after a stop");
    }
    Apps.node(house().desk(), "later").commit("First").push().ok();
    house().desk().paas("apps:destroy", "later", "--force").ok();
  }
}
