package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The proxy in a process of its own: apps answer whatever becomes of the server. */
@Tag("house")
@Timeout(180)
class OwnProxyTest {
  private static final String OWN = "proxy: {process: own}\n";

  private static ProcessHandle proxy(House house) {
    return found(house).orElseThrow();
  }

  private static Optional<ProcessHandle> found(House house) {
    String socket = house.data().resolve("proxy/control.sock").toString();
    return ProcessHandle.allProcesses()
        .filter(one ->
            one.info().arguments().map(java.util.List::of).stream()
                .anyMatch(arguments -> arguments.contains(socket)))
        .findFirst();
  }

  @Test
  void requestsAreAnsweredWhileTheServerIsKilledStoppedAndUpgraded() throws Exception {
    try (House house = House.openWith(EngineKind.PROCESS, OWN)) {
      Apps.node(house.desk(), "shop").commit("First").push().ok();
      ProcessHandle first = proxy(house);
      try (Traffic _ = Traffic.on(house, "shop")) {
        for (int i = 0; i < 2; i++) {
          house.kill();
          house.start();
        }
        assertThat(proxy(house))
            .as("the next server takes the proxy that is there")
            .isEqualTo(first);
        assertThat(house.term()).contains("Stopped");
        house.start();
        house.desk().paas("config:set", "shop", "GREETING=hi").ok();
        // Other settings are another proxy, which takes over.
        house.kill();
        Files.writeString(
            house.data().resolve("paas.yaml"),
            "checks: {listen: 10 s, healthy: 2 s}\nproxy: {process: own, trusted: [192.0.2.1]}\n");
        house.start();
        assertThat(proxy(house)).isNotEqualTo(first);
        await().atMost(House.SOON).until(() -> !first.isAlive());
        house.desk().paas("config:set", "shop", "GREETING=hello").ok();
      }
      assertThat(house.web("shop").get("/").field("greeting")).isEqualTo("hello");
      await()
          .atMost(House.SOON)
          .until(() ->
              house.desk().paas("logs", "shop", "-p", "router").ok().out().contains("path=\"/\""));
    }
  }

  @Test
  void aProxyThatIsKilledIsThereAgainAndDownEndsIt() throws Exception {
    House house = House.openWith(EngineKind.PROCESS, OWN);
    try (house) {
      Apps.node(house.desk(), "shop").commit("First").push().ok();
      ProcessHandle first = proxy(house);
      assertThat(house.desk().paas("doctor").ok().out()).contains("process " + first.pid());
      first.destroyForcibly();
      await()
          .atMost(House.SOON)
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> house.web("shop").get("/").status() == 200);
      assertThat(proxy(house)).isNotEqualTo(first);
      house.desk().paas("config:set", "shop", "GREETING=hi").ok();
      assertThat(house.web("shop").get("/").field("greeting")).isEqualTo("hi");
      house.down().ok().says("Stopped the proxy");
      assertThat(found(house)).isEmpty();
    }
  }
}
