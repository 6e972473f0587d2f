package paas.ssh.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import paas.RandomText;
import paas.model.UserError;

/** Any value survives export and import; any file is read or refused with its line. */
@Timeout(60)
class DotenvFuzzTest {
  private static final int ROUNDS = 10_000;
  private static final List<String> PIECES =
      List.of("A", "=", "export ", "KEY=", "'", "\"", "\\n", "\\", " ", "#", "x", "$X", "\n");
  private final RandomText texts = new RandomText(5);

  @Test
  void whatIsExportedIsImportedUnchanged() {
    for (int round = 0; round < ROUNDS; round++) {
      SortedMap<String, String> config = new TreeMap<>();
      for (int key = texts.number(4); key >= 0; key--) {
        config.put("KEY_" + key, texts.of(PIECES, 8));
      }
      String file = String.join("\n", Dotenv.lines(config, "dotenv")) + "\n";
      assertThat(Dotenv.parse(file)).as("%s", file).isEqualTo(config);
      assertThat(Dotenv.parse(file.replace("\n", "\r\n"))).as("%s", file).isEqualTo(config);
    }
  }

  @Test
  void aValueOnOneLineIsOneLine() {
    for (int round = 0; round < ROUNDS; round++) {
      assertThat(Dotenv.oneLine(texts.of(PIECES, 8))).doesNotContain("\n", "\r", "\0");
    }
  }

  @Test
  void anyFileIsReadOrRefusedWithItsLine() {
    for (int round = 0; round < ROUNDS; round++) {
      String file = texts.of(PIECES, 20);
      try {
        Map<String, String> read = Dotenv.parse(file);
        assertThat(read.keySet()).allMatch(key -> !key.contains("=") && !key.contains("\n"));
      } catch (UserError refused) {
        assertThat(refused.exitCode()).isEqualTo(UserError.USAGE);
        assertThat(refused.what()).matches("line [0-9]+ [a-zA-Z= ]+");
      }
    }
  }
}
