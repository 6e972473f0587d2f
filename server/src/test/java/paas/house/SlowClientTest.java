package paas.house;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that come and do nothing. */
@Tag("house")
@Timeout(180)
class SlowClientTest {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final String SETTINGS =
      """
      ssh: {login: 3 s, idle: 2 s}
      """;

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
