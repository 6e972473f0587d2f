package paas;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientConfigTest {
  @TempDir Path folder;

  private List<String> written(Path data, int port) throws Exception {
    Files.createDirectories(data);
    new ClientConfig(new DataFolder(data))
        .write(
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
            "ssh-ed25519 AAAA",
            data.resolve("id"));
    return Files.readAllLines(data.resolve("ssh_config")).stream().map(String::strip).toList();
  }

  @Test
  void aPathWithSignsThatSshReadsIsOneWord() throws Exception {
    Path data = folder.resolve("a b%h\"c");
    assertThat(written(data, 2222))
        .contains("IdentityFile \"" + folder + "/a b%%h\\\"c/id\"")
        .contains("UserKnownHostsFile \"" + folder + "/a b%%h\\\"c/known_hosts\"");
  }

  @Test
  void theUsualPortIsNotPartOfTheKnownName() throws Exception {
    written(folder, 22);
    assertThat(folder.resolve("known_hosts")).hasContent("127.0.0.1 ssh-ed25519 AAAA\n");
    written(folder, 2222);
    assertThat(folder.resolve("known_hosts")).hasContent("[127.0.0.1]:2222 ssh-ed25519 AAAA\n");
  }
}
