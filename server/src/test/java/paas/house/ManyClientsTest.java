package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that vanish in the middle of a push, and many that come at once. */
@Tag("house")
@Timeout(240)
class ManyClientsTest {
  private static final int APPS = 20;
  private static final int FILES = 6;
  private static final int FILE_BYTES = 4 << 20;

  /** What a server may hold more than before without anything being left: pools breathe. */
  private static final int BREATH = 12;

  private static final String PLACE = "-----> Waiting for a place to build; position ";

  private static House house;
  private static Desk desk;

  @BeforeAll
  static void open() throws IOException {
    house = House.open(EngineKind.PROCESS);
    desk = house.desk();
  }

  @AfterAll
  static void close() throws IOException {
    house.close();
  }

  private static Project page(String app, String text) throws IOException {
    return desk.project(app).write("index.html", text + "\n").commit("First");
  }

  private static String branch(Project project) {
    return project.git("ls-remote", "paas", "refs/heads/main").ok().out().split("\\s", -1)[0];
  }

  /** Lets only this many bytes through to the server, and then nothing more, not even an end. */
  private static void letThrough(Project project, long bytes) throws IOException {
    Path program = desk.home().resolve("stall");
    Files.writeString(
        program, "#!/bin/sh\n{ head -c " + bytes + "; exec sleep 600; } | exec ssh \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    project.git("config", "core.sshCommand", program.toString()).ok();
    project.git("config", "ssh.variant", "ssh").ok();
  }

  private static List<Path> all(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.toList();
    }
  }

  private static long received(Path repository) throws IOException {
    long bytes = 0;
    for (Path file : all(repository)) {
      if (file.getFileName().toString().startsWith("incoming")) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  /** Open files and threads of the server. */
  private static int held() throws IOException {
    Path process = Path.of("/proc", Long.toString(house.pid()));
    try (Stream<Path> files = Files.list(process.resolve("fd"));
        Stream<Path> threads = Files.list(process.resolve("task"))) {
      return (int) (files.count() + threads.count());
    }
  }

  @Test
  void aClientThatVanishesInAPushLeavesNothing() throws Exception {
    Project project = page("vanishing", "first");
    project.push().ok();
    String live = project.head();
    Path repository = house.data().resolve("repositories/" + house.idOf(live) + ".git");
    Random random = new Random(7);
    for (int i = 0; i < FILES; i++) {
      byte[] bytes = new byte[FILE_BYTES];
      random.nextBytes(bytes);
      Files.write(project.folder().resolve("large-" + i), bytes);
    }
    project.commit("Large");
    long pack = (long) FILES * FILE_BYTES;
    List<Path> before = all(repository);
    int held = held();
    for (int percent : new int[] {10, 50, 90}) {
      long bytes = pack * percent / 100;
      letThrough(project, bytes);
      Pushing push = Pushing.of(project);
      await()
          .atMost(House.SOON)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> received(repository) > bytes * 9 / 10);
      push.kill();
      await().atMost(House.SOON).untilAsserted(() -> assertThat(all(repository)).isEqualTo(before));
    }
    await().atMost(House.SOON).untilAsserted(() -> assertThat(held()).isLessThan(held + BREATH));
    project.git("config", "--unset", "core.sshCommand").ok();
    assertThat(branch(project)).isEqualTo(live);
    project.push().ok();
    assertThat(branch(project)).isEqualTo(project.head());
  }

  /** Builds until somebody ends it. */
  private static Pushing endless(int n) throws IOException {
    Project project = Apps.node(desk, "endless-" + n);
    String build = "{\"build\": \"sleep 300\", \"start\"";
    project.write("package.json", Apps.PACKAGE.replace("{\"start\"", build)).commit("First");
    return Pushing.of(project).until("-----> Building");
  }

  @Test
  void twentyAppsPushedAtOnceEndLiveInTheOrderOfAsking() throws Exception {
    int places = Runtime.getRuntime().availableProcessors();
    List<Pushing> endless = new ArrayList<>();
    for (int n = 1; n <= places; n++) {
      endless.add(endless(n));
    }
    List<Project> projects = new ArrayList<>();
    for (int n = 1; n <= APPS; n++) {
      projects.add(page("at-once-" + n, "this is " + n));
    }
    List<Pushing> pushes = projects.stream().map(Pushing::of).toList();
    for (Pushing push : pushes) {
      push.until(PLACE);
    }
    desk.paas("builds", "at-once-1").ok().says("building #");
    for (int n = 1; n <= places; n++) {
      desk.paas("builds:cancel", "endless-" + n).ok();
      endless.get(n - 1).ended().exits(1).says("cancelled by ada@desk");
    }
    Set<Integer> asked = new TreeSet<>();
    for (Pushing push : pushes) {
      Said said = push.ended().ok().says("=====> Application deployed: ");
      List<Integer> told = positions(said);
      // Whoever is told every position down to the first was overtaken by nobody.
      assertThat(told).as("%s", said).isEqualTo(down(told.getFirst()));
      asked.add(told.getFirst());
    }
    assertThat(asked).hasSize(APPS);
    for (int n = 1; n <= APPS; n++) {
      assertThat(house.web("at-once-" + n).get("/").body()).isEqualTo("this is " + n + "\n");
    }
    assertThat(all(house.data().resolve("builds"))).hasSize(1);
    desk.paas("doctor", "--format", "json").ok().says("\"ok\" : true");
  }

  private static List<Integer> down(int from) {
    return IntStream.iterate(from, i -> i > 0, i -> i - 1).boxed().toList();
  }

  private static List<Integer> positions(Said said) {
    return said.remote().stream()
        .filter(line -> line.startsWith(PLACE))
        .map(line -> Integer.valueOf(line.replaceAll("\\D", "")))
        .toList();
  }
}
