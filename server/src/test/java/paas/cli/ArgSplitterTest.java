package paas.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import paas.model.UserError;

class ArgSplitterTest {
  private static final String EACH_LINE_BY_A_REAL_SHELL =
      """
      for line in "$@"; do
        (eval "set -- $line"; for word in "$@"; do printf '%s\\001' "$word"; done) 2>/dev/null \\
          || printf '\\003'
        printf '\\002'
      done
      """;

  @Test
  void splitsAsARealShellDoes() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> lines =
        random
            .ints(800, 0, 14)
            .mapToObj(length -> line(random, length))
            .filter(line -> !endsInLoneBackslash(line))
            .toList();
    List<String> expected = byShell(lines);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(ours(lines.get(i)))
          .as("seed %s: %s", seed, lines.get(i))
          .isEqualTo(expected.get(i));
    }
  }

  private static String line(Random random, int length) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < length; i++) {
      line.append("ab=-,  \t''\"\"\\\\é".charAt(random.nextInt(15)));
    }
    return line.toString();
  }

  /** The standard leaves its meaning open; we refuse it. */
  private static boolean endsInLoneBackslash(String line) {
    return ours(line + "x").endsWith("x\u0001")
        && ours(line).equals("\u0003")
        && line.endsWith("\\");
  }

  private static String ours(String line) {
    try {
      StringBuilder words = new StringBuilder();
      ArgSplitter.split(line).forEach(word -> words.append(word).append('\u0001'));
      return words.toString();
    } catch (UserError e) {
      assertThat(e.exitCode()).isEqualTo(UserError.USAGE);
      return "\u0003";
    }
  }

  private static List<String> byShell(List<String> lines) throws IOException {
    List<String> argv = new ArrayList<>(List.of("sh", "-c", EACH_LINE_BY_A_REAL_SHELL, "sh"));
    argv.addAll(lines);
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process shell = builder.start();
    String all = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return List.of(all.split("\u0002", -1)).subList(0, lines.size());
  }

  @Test
  void expandsNothing() {
    assertThat(ArgSplitter.split("a $(id) `id` $HOME * ~ ; | && > x # y {1,2}"))
        .containsExactly(
            "a", "$(id)", "`id`", "$HOME", "*", "~", ";", "|", "&&", ">", "x", "#", "y", "{1,2}");
  }

  @Test
  void keepsLinesInsideQuotesTogether() {
    assertThat(ArgSplitter.split("set 'A=1\n2' \"B=\t3\""))
        .containsExactly("set", "A=1\n2", "B=\t3");
    assertThat(ArgSplitter.split("a\\\nb \"c\\\nd\"")).containsExactly("ab", "cd");
  }

  @Test
  void refusesWhatIsOpenOrNotText() {
    for (String line :
        List.of(
            "a 'b", "a \"b", "a \\", "a\nb", "a\rb", "a\0b", "'a\0b'", "\"\u001b\"", "a\u0085")) {
      assertThatThrownBy(() -> ArgSplitter.split(line))
          .as(line)
          .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitCode()).isEqualTo(2));
    }
  }
}
