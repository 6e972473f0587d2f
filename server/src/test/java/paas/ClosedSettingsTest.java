package paas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paas.model.UserError;

/** Nothing is closed to root: there it runs as another user, by {@code OrdinaryUserTest}. */
public class ClosedSettingsTest {
  @TempDir private Path folder;

  @Test
  void aSettingsFileThatMayNotBeReadIsRefusedWithWords() throws Exception {
    String self = System.getProperty("user.name", "");
    assumeFalse(self.equals("root"), "nothing is closed to root");
    Path file = Files.writeString(folder.resolve("paas.yaml"), "http-port: 1\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assertThatThrownBy(() -> SettingsReader.read(file))
        .isInstanceOfSatisfying(
            UserError.class,
            refused -> {
              assertThat(refused.what()).isEqualTo(file + " may not be read by " + self);
              assertThat(refused.remedy()).contains("chown", "chmod u+r");
            });
  }
}
