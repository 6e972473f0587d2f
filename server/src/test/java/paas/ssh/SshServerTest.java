package paas.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door with the machine's own OpenSSH client: statuses, streams, words. */
class SshServerTest {
  @TempDir Path home;
  private TestDoor door;

  @BeforeEach
  void open() throws Exception {
    door = new TestDoor(home);
  }

  @AfterEach
  void close() throws Exception {
    door.close();
  }

  @Test
  void aKnownKeyComesInUnderItsOwnersName() throws Exception {
    assertThat(door.ssh("paas", "whoami")).isEqualTo(new TestDoor.Output(0, "anna\n", ""));
  }

  @Test
  void versionAndHelpAnswer() throws Exception {
    assertThat(door.ssh("paas", "version").out()).isEqualTo("paas 1.2.3\n");
    assertThat(door.ssh("paas", "version", "--format", "json").out())
        .isEqualToIgnoringWhitespace("{\"version\": \"1.2.3\"}");
    assertThat(door.ssh("paas", "help").out()).contains("apps:destroy shop").contains("ssh joins");
    assertThat(door.ssh("paas").out()).as("no words at all").contains("apps:destroy shop");
  }
}
