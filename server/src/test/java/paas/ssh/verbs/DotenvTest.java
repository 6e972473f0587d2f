package paas.ssh.verbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import paas.model.UserError;

class DotenvTest {
  private static final SortedMap<String, String> HARD =
      new TreeMap<>(
          Map.of(
              "PLAIN", "a-b_c/d:1",
              "EMPTY", "",
              "SPACES", "  two words # no comment ",
              "QUOTES", "it's \"so\" \\ $HOME `id` $(id)",
              "LINES", "-----BEGIN-----\nabc\t=\r\n-----END-----\n",
              "WORDS", "grüße ✓"));

  @Test
  void readsWhatPeopleWrite() {
    assertThat(
            Dotenv.parse(
                """
                # a comment
                A=1
                export B = two words   # why
                C='as it is $X \\n'
                D="line\\nnext \\"q\\" \\$X"   # why

                E=
                F="over
                two lines"
                URL=postgres://u:p@h/db?x=1#frag
                A=last
                """))
        .containsExactly(
            Map.entry("A", "last"),
            Map.entry("B", "two words"),
            Map.entry("C", "as it is $X \\n"),
            Map.entry("D", "line\nnext \"q\" $X"),
            Map.entry("E", ""),
            Map.entry("F", "over\ntwo lines"),
            Map.entry("URL", "postgres://u:p@h/db?x=1#frag"));
    assertThat(Dotenv.parse("A=1\r\nB=2\r\n")).containsEntry("A", "1").containsEntry("B", "2");
    assertThat(Dotenv.parse("")).isEmpty();
  }

  @Test
  void namesTheLineThatIsWrong() {
    wrong("A=1\nnonsense\n", "line 2 is not KEY=VALUE");
    wrong("A='x\ny\nB=1", "line 1 opens a quote");
    wrong("A='1\n2'\nB=\"x\"y", "line 3 goes on after");
  }

  private static void wrong(String text, String what) {
    assertThatThrownBy(() -> Dotenv.parse(text))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitCode()).isEqualTo(2))
        .hasMessageContaining(what);
  }

  @Test
  void readsBackWhatItWrites() {
    assertThat(Dotenv.parse(String.join("\n", Dotenv.lines(HARD, "dotenv")))).isEqualTo(HARD);
  }

  @Test
  void aRealShellReadsTheShellForm() throws Exception {
    String script =
        String.join("\n", Dotenv.lines(HARD, "shell"))
            + "\nprintf '%s\\001' \"$EMPTY\" \"$LINES\" \"$PLAIN\" \"$QUOTES\" \"$SPACES\" \"$WORDS\"";
    Process shell = new ProcessBuilder("sh", "-c", script).start();
    String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(List.of(out.split("\u0001", -1)).subList(0, 6))
        .isEqualTo(List.copyOf(HARD.values()));
  }

  @Test
  void dockersFormHoldsNoLines() {
    assertThatThrownBy(() -> Dotenv.lines(HARD, "docker"))
        .hasMessageContaining("LINES has several");
  }
}
