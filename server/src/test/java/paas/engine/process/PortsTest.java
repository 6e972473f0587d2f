package paas.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
  private static final int FIRST = 22_310;

  @TempDir Path folder;

  @Test
  void turnGoesOnAfterARestart() throws Exception {
    int first;
    try (Ports ports = open(FIRST + 9)) {
      first = ports.take(Set.of());
      ports.release(first);
    }
    try (Ports ports = open(FIRST + 9)) {
      assertThat(ports.take(Set.of())).isGreaterThan(first);
    }
  }

  @Test
  void heldPortIsTheAppsAndNobodyElses() throws Exception {
    try (Ports ports = open(FIRST + 9);
        Ports others = open(FIRST + 9);
        ServerSocket server = new ServerSocket()) {
      int port = ports.take(Set.of());
      assertThat(others.take(Set.of())).isNotEqualTo(port);
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(port));
      assertThat(server.isBound()).isTrue();
    }
  }

  @Test
  void usedPortsAreLeftAloneAndTheEndIsSaid() throws Exception {
    try (Ports ports = open(FIRST);
        ServerSocket stranger = new ServerSocket(FIRST)) {
      assertThat(stranger.isBound()).isTrue();
      assertThatThrownBy(() -> ports.take(Set.of()))
          .isInstanceOf(Ports.NoneLeft.class)
          .hasMessageContaining("is in use");
    }
    try (Ports ports = open(FIRST)) {
      assertThatThrownBy(() -> ports.take(Set.of(FIRST))).isInstanceOf(Ports.NoneLeft.class);
      assertThat(ports.take(Set.of())).isEqualTo(FIRST);
    }
  }

  private Ports open(int last) {
    return new Ports(FIRST, last, folder.resolve("last-port"));
  }
}
