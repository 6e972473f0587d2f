package paas.house;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that come and do nothing, or next to nothing, over real SSH. */
@Tag("house")
@Timeout(180)
class SlowClientTest {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final String SETTINGS =
      """
      ssh: {login: 3 s, idle: 2 s}
      push: {silence: 1 s}
      """;

  @Test
  void silentAndSlowOnesAreSentAwayAndHoldNothingUp() throws Exception {
    try (House house = House.openWith(EngineKind.PROCESS, SETTINGS)) {
      Project project = Apps.node(house.desk(), "shop").commit("First");
      project.push().ok();
      int threads = threads(house);

      List<Process> slow = new ArrayList<>();
      slow.add(house.desk().begin("-S", "none", "-N"));
      slow.add(house.desk().begin("-S", "none", "git-receive-pack shop"));
      Process stalls = house.desk().begin("-S", "none", "git-receive-pack shop");
      say(stalls, command() + "PACK\0\0\0\2\0\0\0\11");
      slow.add(stalls);
      Process drips = house.desk().begin("-S", "none", "git-receive-pack shop");
      Thread.ofVirtual().start(() -> drip(drips));
      slow.add(drips);

      // None of them stands in the way of anybody.
      project.commit("Second").push().ok();
      for (Process each : slow) {
        assertThat(each.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(each.exitValue()).isNotZero();
      }
      await().atMost(SOON).until(() -> received(house).isEmpty());
      await().atMost(SOON).until(() -> threads(house) <= threads + 8);
    }
  }

  @Test
  void oneThatNeverReadsIsSentAway() throws Exception {
    try (House house = House.openWith(EngineKind.PROCESS, SETTINGS)) {
      Project project = Apps.node(house.desk(), "big");
      byte[] noise = new byte[12 << 20];
      new Random(1).nextBytes(noise);
      Files.write(project.folder().resolve("noise"), noise);
      project.commit("First").push().ok();
      Process fetch = house.desk().begin("-S", "none", "git-upload-pack big");
      say(fetch, line("want " + project.head() + " ofs-delta\n") + "0000" + line("done\n"));
      await().atMost(SOON).until(() -> fetch.getInputStream().available() > 0);
      // Its ssh can only say how it ended when somebody has read what it holds.
      await().atMost(SOON).until(() -> connections(house) == 0);
      fetch.destroyForcibly();
    }
  }

  @Test
  void threeHundredStrangersKeepNobodyOut() throws Exception {
    try (House house = House.openWith(EngineKind.PROCESS, SETTINGS)) {
      house.desk().paas("apps").ok();
      int threads = threads(house);
      List<Socket> strangers = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        strangers.add(new Socket(InetAddress.getLoopbackAddress(), house.sshPort()));
      }
      house.desk().paas("apps").ok();
      Apps.node(house.desk(), "shop").commit("First").push().ok();
      await().atMost(SOON).until(() -> connections(house) <= 50);
      // Those that were let stay are sent away in their time.
      await().atMost(SOON).until(() -> connections(house) == 0);
      await().atMost(SOON).until(() -> threads(house) <= threads + 8);
      for (Socket stranger : strangers) {
        stranger.close();
      }
    }
  }

  private static String command() {
    String zero = "0".repeat(40);
    return line(zero + " " + "1".repeat(40) + " refs/heads/main\0 report-status") + "0000";
  }

  private static String line(String text) {
    return String.format("%04x", text.length() + 4) + text;
  }

  private static void say(Process client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(US_ASCII));
    client.getOutputStream().flush();
  }

  /** One byte at a time, so that it is never silent for long. */
  private static void drip(Process client) {
    try (OutputStream to = client.getOutputStream()) {
      to.write((command() + "PACK\0\0\0\2\0\0\0\11").getBytes(US_ASCII));
      while (client.isAlive()) {
        to.write(0x30);
        to.flush();
        client.onExit().completeOnTimeout(client, 300, TimeUnit.MILLISECONDS).join();
      }
    } catch (IOException e) {
      // It was sent away.
      return;
    }
  }

  private static List<Path> received(House house) throws IOException {
    try (Stream<Path> files = Files.walk(house.data().resolve("repositories"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("incoming_")).toList();
    }
  }

  private static int threads(House house) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + house.pid() + "/status")).stream()
        .filter(line -> line.startsWith("Threads:"))
        .mapToInt(line -> Integer.parseInt(line.substring(8).strip()))
        .sum();
  }

  /** Connections to its SSH port that it holds open, as the kernel lists them. */
  private static long connections(House house) throws IOException {
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
