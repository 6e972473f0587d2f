package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import paas.ssh.OddClient;

/** Clients that come and do nothing, or so little that it comes to the same. */
@Tag("house")
@Timeout(180)
class SlowClientTest {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final String SETTINGS =
      """
      ssh: {login: 3 s, idle: 4 s, unread: 3 s}
      push: {silence: 4 s}
      """;

  /** Threads that pools may have more than before without anything being left. */
  private static final int BREATH = 8;

  private static final Duration OFTEN = Duration.ofMillis(50);
  private static final int SENT = 300_000;

  /** What some clients here let be sent to them; they read none of it. */
  private static final int WINDOW = 1024;

  private static House house;
  private static Desk desk;

  private final List<OddClient> odd = new ArrayList<>();

  @BeforeAll
  static void open() throws IOException {
    house = House.openWith(EngineKind.PROCESS, SETTINGS);
    desk = house.desk();
  }

  @AfterAll
  static void close() throws IOException {
    house.close();
  }

  @Test
  void threeHundredStrangersKeepNobodyOut() throws Exception {
    desk.paas("apps").ok();
    int threads = threads();
    List<Socket> strangers = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      strangers.add(new Socket(InetAddress.getLoopbackAddress(), house.sshPort()));
    }
    desk.paas("apps").ok();
    Apps.node(desk, "shop").commit("First").push().ok();
    await().atMost(SOON).until(() -> connections() <= 50);
    // Those that were let stay are sent away in their time.
    await().atMost(SOON).until(() -> connections() == 0);
    await().atMost(SOON).until(() -> threads() <= threads + BREATH);
    for (Socket stranger : strangers) {
      stranger.close();
    }
  }

  @Test
  void clientsThatStallDripOrDoNotReadAreLetGoAndHoldNobodyUp() throws Exception {
    Project whole = noise("whole");
    whole.push().ok();
    int threads = threads();
    Pushing stalls = Pushing.of(sentBy(noise("stalls"), "exec sleep 600"));
    await().atMost(SOON).pollInterval(OFTEN).until(SlowClientTest::receives);
    Pushing drips = Pushing.of(sentBy(noise("drips"), "while head -c 1; do sleep 1; done"));
    Process silent = desk.beginIn(desk.home(), "ssh", "-S", "none", "-N", "paas");
    try {
      Project unread = talkative("unread");
      odd().opensAChannel();
      odd().asks("help");
      odd().asks("git-upload-pack 'whole'").getInvertedIn().write(wish(whole));
      drip(odd().asks("git-upload-pack 'whole'").getInvertedIn(), wish(whole));
      pushes(unread);
      noise("beside").push().ok();
      await().atMost(SOON).until(() -> connections() == 0);
    } finally {
      odd.forEach(OddClient::close);
      stalls.kill();
      drips.kill();
      silent.destroyForcibly();
    }
    await().atMost(SOON).until(() -> threads() <= threads + BREATH);
    // Who pushes and does not read has pushed.
    await().atMost(SOON).until(() -> house.web("unread").get("/").status() == 200);
    desk.paas("apps").ok().says("whole", "beside", "unread").saysNot("stalls", "drips");
    Health.await(house);
    assertThat(house.words()).doesNotContain("incident");
  }

  /** An app of a page and much that cannot be compressed. */
  private static Project noise(String app) throws IOException {
    Project project = desk.project(app).write("index.html", app + "\n");
    byte[] noise = new byte[1 << 20];
    new Random(5).nextBytes(noise);
    Files.write(project.folder().resolve("noise"), noise);
    return project.commit("First");
  }

  /** An app whose build says more than {@link #WINDOW}. */
  private static Project talkative(String app) throws IOException {
    String build =
        Apps.PACKAGE.replace("{\"start\"", "{\"build\": \"seq -f 'line %g' 500\", \"start\"");
    return Apps.node(desk, app).write("package.json", build).commit("First");
  }

  /** Its pushes send the beginning as always, and go on with this shell line. */
  private static Project sentBy(Project project, String goesOn) throws IOException {
    Path program = project.folder().resolve(".git/slow-ssh");
    Files.writeString(
        program, "#!/bin/sh\n{ head -c " + SENT + "; " + goesOn + "; } | exec ssh \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    project.git("config", "core.sshCommand", program.toString()).ok();
    project.git("config", "ssh.variant", "ssh").ok();
    return project;
  }

  private OddClient odd() throws IOException {
    InetSocketAddress door =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), house.sshPort());
    OddClient one = new OddClient(door, desk.home().resolve(".ssh/id_ed25519"), WINDOW);
    odd.add(one);
    return one;
  }

  private static byte[] wish(Project project) {
    return (packet("want " + project.head() + " side-band-64k\n") + "0000" + packet("done\n"))
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** A byte a second, for as long as they are taken. */
  private static void drip(OutputStream to, byte[] bytes) {
    var clock = Executors.newSingleThreadScheduledExecutor();
    AtomicInteger sent = new AtomicInteger();
    var _ =
        clock.scheduleAtFixedRate(
            () -> {
              try {
                to.write(bytes[sent.getAndIncrement()]);
                to.flush();
              } catch (IOException | IndexOutOfBoundsException e) {
                clock.shutdown();
              }
            },
            0,
            1,
            TimeUnit.SECONDS);
  }

  private static String packet(String text) {
    return String.format("%04x%s", text.length() + 4, text);
  }

  private void pushes(Project project) throws IOException {
    String pack = "echo HEAD | git pack-objects -q --revs --stdout > .git/pushed";
    desk.in(project.folder(), "sh", "-c", pack).ok();
    String move = "0".repeat(40) + " " + project.head() + " refs/heads/main";
    OutputStream to = odd().asks("git-receive-pack '" + project.app() + "'").getInvertedIn();
    to.write(
        (packet(move + "\0report-status side-band-64k") + "0000")
            .getBytes(StandardCharsets.US_ASCII));
    Files.copy(project.folder().resolve(".git/pushed"), to);
    to.flush();
  }

  /** Whether half a pack is there. */
  private static boolean receives() throws IOException {
    try (Stream<Path> files = Files.walk(house.data().resolve("repositories"))) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("incoming"));
    } catch (UncheckedIOException e) {
      return false; // It was taken away meanwhile.
    }
  }

  private static int threads() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + house.pid() + "/status")).stream()
        .filter(line -> line.startsWith("Threads:"))
        .mapToInt(line -> Integer.parseInt(line.substring(8).strip()))
        .sum();
  }

  /** Connections to its SSH port that it holds open, as the kernel lists them. */
  private static long connections() throws IOException {
    String port = String.format(":%04X ", house.sshPort());
    return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
        .flatMap(SlowClientTest::lines)
        .filter(line ->
            line.contains(port) && line.matches("\\s*\\d+: [0-9A-F]+" + port + "\\S+ 01 .*"))
        .count();
  }

  private static Stream<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file)).stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
