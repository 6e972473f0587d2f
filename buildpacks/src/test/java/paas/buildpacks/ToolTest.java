package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.Tool;

/** What the samples ask of a machine's programs, asked of those that are here. */
class ToolTest {
  static Set<Tool> tools() throws IOException {
    Set<Tool> tools = new LinkedHashSet<>();
    for (String sample : Samples.names()) {
      if (Samples.plan(sample).build() instanceof Recipe recipe) {
        tools.addAll(recipe.tools());
      }
    }
    return tools;
  }

  /** As the engine does: a candidate that is there but does not run gives way to the next. */
  @ParameterizedTest
  @MethodSource("tools")
  void theProbeMakesTheProgramNameItsVersion(Tool tool) throws Exception {
    List<Path> programs = tool.candidates().stream().flatMap(n -> here(n).stream()).toList();
    assumeFalse(programs.isEmpty(), "no " + tool.name() + " on this machine");
    List<String> refused = new ArrayList<>();
    for (Path program : programs) {
      String said = probed(program, tool.probe(), refused);
      if (!said.isEmpty()) {
        assertThat(Tool.versionIn(said)).as(said).isPresent();
        return;
      }
    }
    assertThat(refused).as("a candidate that runs").isEmpty();
  }

  /** What the program said, "" when it failed. */
  private static String probed(Path program, List<String> probe, List<String> refused)
      throws Exception {
    List<String> argv = new ArrayList<>(List.of(program.toString()));
    argv.addAll(probe);
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    process.outputWriter().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    if (process.exitValue() == 0) {
      return said;
    }
    refused.add(program + ": " + said);
    return "";
  }

  private static Optional<Path> here(String name) {
    return Arrays.stream(System.getenv("PATH").split(":", -1))
        .map(folder -> Path.of(folder, name))
        .filter(program -> program.toFile().canExecute())
        .findFirst();
  }
}
