package paas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paas.model.UserError;

/** A settings file that is not what it should be stops the start with a line, never with a bug. */
@Timeout(60)
class SettingsFuzzTest {
  private static final int ROUNDS = 1500;
  private final RandomText texts = new RandomText(9);
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void place() {
    file = folder.resolve("paas.yaml");
  }

  @Test
  void anyFileIsReadOrRefusedInASentence() throws IOException {
    String good =
        Files.readString(Path.of("..", "docs", "paas.example.yaml"))
            .lines()
            .filter(line -> !line.strip().startsWith("#") && !line.isBlank())
            .reduce("", (all, line) -> all + line + "\n");
    for (int round = 0; round < ROUNDS; round++) {
      read(texts.like(good));
    }
  }

  private void read(String text) throws IOException {
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    try {
      assertThat(SettingsReader.read(file)).isNotNull();
    } catch (UserError refused) {
      assertThat(refused.exitCode()).isEqualTo(UserError.USAGE);
      assertThat(refused.what().replace(file.toString(), ""))
          .as("%s", text)
          .hasSizeLessThan(800)
          .matches(said -> said.chars().noneMatch(Character::isISOControl));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? ", "!!map {", "&a [", "'", "\"", "a:\n ", "|\n"})
  void whatIsNestedDeepIsRefused(String piece) throws IOException {
    Files.writeString(file, piece.repeat(50_000));
    assertThatThrownBy(() -> SettingsReader.read(file)).isInstanceOf(UserError.class);
  }

  @Test
  void aliasesThatMultiplyCostNothing() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      String one = "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, (one + ", ").repeat(9) + one));
    }
    Files.writeString(file, bomb);
    assertThatThrownBy(() -> SettingsReader.read(file)).isInstanceOf(UserError.class);
    Files.writeString(file, "proxy: &p\n  trusted: [*p]\n");
    assertThatThrownBy(() -> SettingsReader.read(file)).isInstanceOf(UserError.class);
  }
}
