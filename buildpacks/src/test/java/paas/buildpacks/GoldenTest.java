package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paas.buildpacks.plan.AddedFile;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.DockerfileRenderer;
import paas.buildpacks.plan.Recipe;

/**
 * Every sample has its plan and, unless it brings one, its Dockerfile. {@code -Dgolden.update=true}
 * writes them anew: read the difference before committing it.
 */
class GoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<String> samples() throws IOException {
    return Samples.names();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void planIsAsWritten(String sample) throws IOException {
    BuildPlan plan = Samples.plan(sample);
    check(sample + ".json", pretty(plan));
    if (plan.build() instanceof Recipe) {
      check(sample + ".Dockerfile", DockerfileRenderer.buildKit("sample").render(plan));
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void planSurvivesJson(String sample) throws IOException {
    BuildPlan plan = Samples.plan(sample);
    assertThat(JSON.readValue(JSON.writeValueAsString(plan), BuildPlan.class)).isEqualTo(plan);
  }

  @Test
  void everyGoldenFileHasItsSample() throws IOException {
    List<String> expected = new ArrayList<>();
    for (String sample : Samples.names()) {
      expected.add(sample + ".json");
      if (Samples.plan(sample).build() instanceof Recipe) {
        expected.add(sample + ".Dockerfile");
      }
    }
    try (var files = Files.list(GOLDEN)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static void check(String name, String actual) throws IOException {
    Path file = GOLDEN.resolve(name);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, actual);
    }
    assertThat(file).exists();
    assertThat(actual).isEqualTo(Files.readString(file));
  }

  private static String pretty(BuildPlan plan) throws IOException {
    var lines = new DefaultIndenter("  ", "\n");
    var printer = new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
    return JSON.writer(printer).writeValueAsString(shortened(plan)) + "\n";
  }

  /** The text of an added file is a resource of its own: the golden plan shows that it is there. */
  private static BuildPlan shortened(BuildPlan plan) {
    if (!(plan.build() instanceof Recipe r)) {
      return plan;
    }
    var files = r.files().stream().map(f -> new AddedFile(f.path(), "(a resource)")).toList();
    return plan.withBuild(r.withFiles(files));
  }
}
