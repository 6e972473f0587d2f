package paas.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paas.model.UserError;
import paas.store.SshKey;

/** Lines that the machine's own ssh-keygen writes. */
class PublicKeyLineTest {
  @TempDir Path home;

  private String made(String type, int bits, String comment) throws Exception {
    Path file = home.resolve(type + bits);
    Process keygen =
        new ProcessBuilder(
                "ssh-keygen",
                "-q",
                "-t",
                type,
                "-b",
                Integer.toString(bits),
                "-N",
                "",
                "-C",
                comment,
                "-f",
                file.toString())
            .redirectErrorStream(true)
            .start();
    TestDoor.Output output = TestDoor.run(keygen, "");
    assertThat(output.status()).as(output.out()).isZero();
    return Files.readString(home.resolve(type + bits + ".pub"));
  }

  private String fingerprint(String type, int bits) throws Exception {
    Process keygen =
        new ProcessBuilder("ssh-keygen", "-l", "-f", home.resolve(type + bits).toString()).start();
    return TestDoor.run(keygen, "").out().split(" ", -1)[1];
  }

  @Test
  void readsEveryKindAsOpenSshDoes() throws Exception {
    for (String kind :
        new String[] {"ed25519/256", "ecdsa/256", "ecdsa/384", "ecdsa/521", "rsa/2048"}) {
      String type = kind.split("/", -1)[0];
      int bits = Integer.parseInt(kind.split("/", -1)[1]);
      SshKey key = PublicKeyLine.read("", made(type, bits, "anna@laptop (work)"), Instant.EPOCH);
      assertThat(key.fingerprint()).isEqualTo(fingerprint(type, bits));
      assertThat(key.name()).isEqualTo("anna@laptop-work-");
      assertThat(key.openssh().split(" ", -1)).hasSize(2);
    }
  }

  @Test
  void aNameGivenWins() throws Exception {
    String line = made("ed25519", 256, "");
    assertThat(PublicKeyLine.read("ci", line, Instant.EPOCH).name()).isEqualTo("ci");
    assertThat(PublicKeyLine.read("", line, Instant.EPOCH).name()).matches("key-\\w{8}");
  }

  @Test
  void namesWhatIsWrong() throws Exception {
    refused(made("rsa", 1024, "old"), "an RSA key of 1024 bits is too short");
    refused("", "not a public key");
    refused("ssh-ed25519", "not a public key");
    refused("ssh-ed25519 AAAA", "not a whole public key");
    refused("ssh-dss AAAA x", "is not a kind of key");
    refused("command=\"sh\" ssh-ed25519 AAAA", "is not a kind of key");
    made("ed25519", 256, "");
    refused(Files.readString(home.resolve("ed25519256")), "private key");
    String good = Files.readString(home.resolve("ed25519256.pub"));
    assertThatThrownBy(() -> PublicKeyLine.read("a b", good, Instant.EPOCH))
        .hasMessageContaining("name");
  }

  private static void refused(String line, String why) {
    assertThatThrownBy(() -> PublicKeyLine.read("", line, Instant.EPOCH))
        .as(line)
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitCode()).isEqualTo(2))
        .hasMessageContaining(why);
  }
}
