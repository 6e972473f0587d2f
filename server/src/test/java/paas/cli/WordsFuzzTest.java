package paas.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import paas.RandomText;
import paas.engine.ShellWords;
import paas.model.UserError;

/** Whatever a line holds, it is split as it was quoted, or refused as wrong usage. */
@Timeout(60)
class WordsFuzzTest {
  private static final int ROUNDS = 20_000;
  private static final List<String> PIECES =
      List.of("a", "shop", " ", "'", "\"", "\\", "$HOME", "*", ";", "|", "--app", "=", "x=y");
  private final RandomText texts = new RandomText(12);

  @Test
  void quotedWordsAreSplitBackUnchanged() {
    for (int round = 0; round < ROUNDS; round++) {
      List<String> words =
          IntStream.range(0, texts.number(6))
              .mapToObj(_ -> printable(texts.of(PIECES, 5)))
              .toList();
      assertThat(ArgSplitter.split(ShellWords.quoted(words))).isEqualTo(words);
    }
  }

  /** What a line may hold inside quotes. */
  private static String printable(String text) {
    StringBuilder kept = new StringBuilder();
    text.chars()
        .filter(c -> c == '\t' || c == '\n' || !Character.isISOControl(c))
        .forEach(c -> kept.append((char) c));
    return kept.toString();
  }

  @Test
  void anyLineIsSplitOrRefusedAsWrongUsage() {
    for (int round = 0; round < ROUNDS; round++) {
      String line = texts.of(PIECES, 12);
      try {
        List<String> words = ArgSplitter.split(line);
        assertThat(ArgSplitter.split(ShellWords.quoted(words))).as("%s", line).isEqualTo(words);
        assertThat(words.stream().mapToInt(String::length).sum())
            .isLessThanOrEqualTo(line.length());
      } catch (UserError refused) {
        assertThat(refused.exitCode()).isEqualTo(UserError.USAGE);
        assertThat(refused.what()).matches(said -> said.chars().noneMatch(Character::isISOControl));
      }
    }
  }

  @Test
  void aLongLineIsSplitInOnePass() {
    String words = "'a b' ".repeat(200_000);
    assertThat(ArgSplitter.split(words)).hasSize(200_000);
    assertThat(ArgSplitter.split("\\a".repeat(300_000))).hasSize(1);
  }

  @Test
  void whatIsTypedIsBoundedWhateverTheKeys() throws IOException {
    for (int round = 0; round < ROUNDS / 10; round++) {
      byte[] keys = texts.of(PIECES, 200).getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream echo = new ByteArrayOutputStream();
      Cancel cancel = new Cancel();
      try {
        String line = new TypedLine(new ByteArrayInputStream(keys), echo).read(cancel);
        assertThat(line.length()).isLessThanOrEqualTo(256);
        assertThat(line).doesNotContain("\n", "\r", "\u001b", "\0");
      } catch (Cancelled e) {
        assertTrue(cancel.cancelled());
      }
    }
  }
}
