package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.plan.Procfile;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.BrokenSource;

class ProcfileTest {

  @Test
  void keepsTypesInTheirOrder() {
    Procfile file =
        Procfile.parse("web: node a.js\nworker:node b.js\n release :  ./go --x='a: b' \n");
    assertThat(file.commands())
        .containsExactly(
            java.util.Map.entry("web", "node a.js"),
            java.util.Map.entry("worker", "node b.js"),
            java.util.Map.entry("release", "./go --x='a: b'"));
  }

  @Test
  void acceptsWindowsLineEndsCommentsAndBlankLines() {
    Procfile file = Procfile.parse("# what runs\r\n\r\nweb: run # it\r\n");
    assertThat(file.commands()).containsExactly(java.util.Map.entry("web", "run # it"));
  }

  @Test
  void acceptsAByteOrderMark() {
    BuildPlan plan = MemoryTree.with("Procfile", "\uFEFFweb: ./run").plan();
    assertThat(plan.processes()).containsKey("web");
  }

  @Test
  void namesBothLinesOfADuplicate() {
    Detection.Broken broken = MemoryTree.with("Procfile", "web: a\n\nweb: b\n").broken();
    assertThat(broken.line()).isEqualTo(3);
    assertThat(broken.problem()).contains("web").contains("line 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<<<<<<< HEAD", "=======", ">>>>>>> main", "||||||| base"})
  void namesTheLineOfAMergeMarker(String marker) {
    Detection.Broken broken = MemoryTree.with("Procfile", "web: a\n" + marker + "\n").broken();
    assertThat(broken.line()).isEqualTo(2);
    assertThat(broken.problem()).contains("merge marker");
  }

  @ParameterizedTest
  @CsvSource({
    "'Web: a', 1",
    "'my_worker: a', 1",
    "'-x: a', 1",
    "'web: a\nnonsense', 2",
    "'web:', 1",
    "'web: a\0b', 1",
    "'# nothing', 0"
  })
  void refusesWhatIsNoProcess(String text, int line) {
    assertThatThrownBy(() -> Procfile.parse(text))
        .isInstanceOfSatisfying(BrokenSource.class, e -> assertThat(e.line()).isEqualTo(line));
  }

  @Test
  void refusesTooManyTypesAndTooLongOnes() {
    String many =
        IntStream.range(0, 51).mapToObj(i -> "t" + i + ": a").collect(Collectors.joining("\n"));
    assertThatThrownBy(() -> Procfile.parse(many)).isInstanceOf(BrokenSource.class);
    assertThatThrownBy(() -> Procfile.parse("t".repeat(64) + ": a"))
        .isInstanceOf(BrokenSource.class);
    assertThat(Procfile.parse("t".repeat(63) + ": a").commands()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node server.js|exec node server.js",
        "gunicorn --bind 0.0.0.0:$PORT app:app|exec gunicorn --bind 0.0.0.0:$PORT app:app",
        "a && b|a && b",
        "A=b c|A=b c",
        "cd x|cd x",
        "exec a|exec a",
        "(a)|(a)"
      })
  void executesOnlyAPlainProgram(String command, String line) {
    assertThat(new StartCommand(command, "Procfile").shellLine()).isEqualTo(line);
  }
}
