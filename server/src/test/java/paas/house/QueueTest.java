package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that go away, clients that come at the same time, and clients that think again. */
@Tag("house")
@Timeout(180)
@ParameterizedClass(name = "{0}")
@EnumSource(EngineKind.class)
class QueueTest {
  /** Listens a while after its start, so that a deploy is under way long enough to look at. */
  private static final String SLOW =
      """
      const fs = require('fs');
      const http = require('http');
      setTimeout(() => http.createServer((q, r) => r.end(process.env.PAAS_RELEASE))
        .listen(process.env.PORT), 3000);
      """;

  private static final Duration CANCEL_LIMIT = Duration.ofSeconds(5);

  @RegisterExtension static final Houses HOUSES = new Houses();
  private final House house;
  private final Desk desk;

  QueueTest(EngineKind engine) {
    house = HOUSES.of(engine);
    desk = house.desk();
  }

  /** A build of this many seconds, whose process shows {@code mark} in the list of processes. */
  private static Project built(Project project, int seconds, String mark) throws IOException {
    String start = "{\"start\"";
    String build =
        "{\"build\": \"node -e 'console.log(1 + 1); setTimeout(() => {}, "
            + seconds * 1000
            + ")' "
            + mark
            + "\", \"start\"";
    return project.write("package.json", Apps.PACKAGE.replace(start, build));
  }

  private static String branch(Project project) {
    return project.git("ls-remote", "paas", "refs/heads/main").ok().out().split("\\s", -1)[0];
  }

  @HouseTest
  void aDeployGoesOnWithoutItsClientAndCanBeAttachedTo() throws Exception {
    Project project = Apps.node(desk, "left-alone");
    built(project, 3, "left-alone").commit("First");
    Pushing killed = Pushing.of(project).until("-----> Building");
    killed.kill();
    Said attached = desk.paas("builds:output", "left-alone", "current").ok();
    assertThat(attached.out())
        .contains("-----> Building", "-----> Starting web.1", "=====> Application deployed: ");
    assertThat(house.web("left-alone").get("/").field("release")).isEqualTo("v1");

    project.write("package.json", Apps.PACKAGE).write("server.js", SLOW).commit("Second");
    Pushing interrupted = Pushing.of(project).until("-----> Starting web.1");
    interrupted.interrupt();
    assertThat(interrupted.ended().exit()).isNotZero();
    desk.paas("builds:output", "left-alone", "2").ok().says("=====> Application deployed: ");
    assertThat(house.web("left-alone").get("/").body()).isEqualTo("v2");
    assertThat(branch(project)).isEqualTo(project.head());
  }

  @HouseTest
  void aPushThatWaitsSaysItsPositionAndIsSupersededByANewerOne() throws Exception {
    Project project = Apps.node(desk, "in-line").write("server.js", SLOW).commit("First");
    final Pushing first = Pushing.of(project).until("-----> Starting web.1");
    project.commit("Second");
    Pushing second = Pushing.of(project);
    second.until("-----> Waiting for the deploy before this one; position 1");
    desk.paas("builds", "in-line").ok().says("queued #1");
    final Said third = project.commit("Third").push();
    String by = project.head().substring(0, 7);
    second
        .ended()
        .exits(1)
        .says("! [remote rejected] main -> main (superseded by " + by + ")", "newer push of " + by);
    first.ended().exits(0);
    third.exits(0).says("position 1", "=====> Application deployed: ");
    assertThat(house.web("in-line").get("/").body()).isEqualTo("v2");
    assertThat(branch(project)).isEqualTo(project.head());
    desk.paas("builds", "in-line").ok().says("superseded");
  }

  @HouseTest
  void whatIsCancelledEndsSoonAndLeavesNothing() throws Exception {
    String mark = "cancel-" + house.engine().option() + "-" + System.nanoTime();
    Project project = Apps.node(desk, "thought-again");
    built(project, 300, mark).commit("First");
    Pushing building = Pushing.of(project).until("-----> Building");
    await().atMost(House.SOON).until(() -> !processes(mark).isEmpty());
    String first = project.head();
    String app = house.idOf(first);
    project.commit("Second");
    Pushing waiting = Pushing.of(project).until("position 1");
    cancel("2");
    waiting.ended().exits(1).says("main -> main (cancelled by ada@desk)");
    assertThat(branch(project)).isEqualTo(first);
    cancel("current");
    building.ended().exits(1).says("main -> main (cancelled by ada@desk)");
    assertThat(branch(project)).isEmpty();
    await().atMost(House.SOON).untilAsserted(() -> assertThat(processes(mark)).isEmpty());
    assertNothingIsLeftOf(app);
    desk.paas("builds:cancel", "thought-again").exits(1).says("no deploy of thought-again is");

    project.write("package.json", Apps.PACKAGE).write("server.js", SLOW).commit("Third");
    Pushing starting = Pushing.of(project).until("-----> Starting web.1");
    cancel("3");
    starting.ended().exits(1).says("main -> main (cancelled by ada@desk)");
    assertNothingIsLeftOf(app);
    project.push().ok();
    desk.paas("builds:info", "thought-again", "3").ok().says("cancelled by ada@desk");
  }

  /** The five seconds are the server's; what a verb takes on this machine now comes on top. */
  private void cancel(String number) {
    long began = System.nanoTime();
    desk.paas("builds", "thought-again").ok();
    Duration verb = Duration.ofNanos(System.nanoTime() - began);
    began = System.nanoTime();
    desk.paas("builds:cancel", "thought-again", number).ok().says("=====> Cancelled deploy ");
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isLessThan(CANCEL_LIMIT.plus(verb.multipliedBy(2)));
  }

  private void assertNothingIsLeftOf(String app) throws IOException {
    assertThat(house.instances()).noneMatch(name -> name.contains(app + "-"));
    assertThat(house.leftovers()).noneMatch(name -> name.contains(app + ":"));
    try (Stream<Path> builds = Files.list(house.data().resolve("builds"))) {
      assertThat(builds.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith(app + "-"));
    }
  }

  /** Processes of this machine whose words have this text, those in containers, too. */
  private static List<String> processes(String text) {
    return Shell.run("ps", "-ww", "-eo", "args")
        .ok()
        .out()
        .lines()
        .filter(line -> line.contains(text))
        .toList();
  }
}
