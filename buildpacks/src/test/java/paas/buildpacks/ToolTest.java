package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

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

  @ParameterizedTest
  @MethodSource("tools")
  void theProbeMakesTheProgramNameItsVersion(Tool tool) throws Exception {
    Optional<Path> program = tool.candidates().stream().flatMap(n -> here(n).stream()).findFirst();
    assumeThat(program).as("%s on this machine", tool.name()).isPresent();
    List<String> argv = new ArrayList<>(List.of(program.orElseThrow().toString()));
    argv.addAll(tool.probe());
    Process probe = new ProcessBuilder(argv).redirectErrorStream(true).start();
    probe.outputWriter().close();
    String said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(probe.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(probe.exitValue()).as(said).isZero();
    assertThat(Tool.versionIn(said)).isPresent();
  }

  private static Optional<Path> here(String name) {
    return Arrays.stream(System.getenv("PATH").split(":", -1))
        .map(folder -> Path.of(folder, name))
        .filter(program -> program.toFile().canExecute())
        .findFirst();
  }
}
