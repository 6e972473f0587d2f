package paas.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The sample apps, pushed unchanged with their real dependencies from the real registries; each
 * must give an answer that needs one of them. A few are pushed to Docker in every run; {@code
 * -Dpaas.samples=all} pushes all to both engines, {@code -Dpaas.samples=node,python-uv} those whose
 * names begin so. {@code samples/answers.json} says what is expected.
 */
@Tag("house")
class SampleAppsTest {
  private static final Path FOLDER = Path.of("../buildpacks/samples").toAbsolutePath().normalize();
  private static final String ASKED = System.getProperty("paas.samples", "");

  /** A build with an empty cache may take a while; with all of them, there is no hurry. */
  private static final Duration LONGEST =
      ASKED.isEmpty() ? Duration.ofMinutes(5) : Duration.ofMinutes(20);

  @RegisterExtension static final Houses HOUSES = new Houses();

  /**
   * One sample on one engine.
   *
   * @param needs programs that the machine must have for the process engine
   */
  record Sample(EngineKind engine, String name, String path, String contains, List<String> needs) {
    @Override
    public String toString() {
      return name + " on " + engine.option();
    }
  }

  static List<Sample> samples() throws IOException {
    JsonNode answers = new ObjectMapper().readTree(FOLDER.resolve("answers.json").toFile());
    List<Sample> samples = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : answers.properties()) {
      for (EngineKind engine : EngineKind.values()) {
        if (isAsked(entry.getKey(), entry.getValue(), engine)) {
          samples.add(sample(entry.getKey(), entry.getValue(), engine));
        }
      }
    }
    assertThat(samples).isNotEmpty();
    return samples;
  }

  private static boolean isAsked(String name, JsonNode answer, EngineKind engine) {
    List<String> engines = words(answer.path("engines"));
    if (!engines.isEmpty() && !engines.contains(engine.option())) {
      return false;
    }
    if (ASKED.isEmpty()) {
      return engine == EngineKind.DOCKER && answer.path("each").asBoolean();
    }
    return ASKED.equals("all") || Stream.of(ASKED.split(",", -1)).anyMatch(name::startsWith);
  }

  private static Sample sample(String name, JsonNode answer, EngineKind engine) {
    return new Sample(
        engine,
        name,
        answer.path("path").asText("/"),
        answer.path("contains").asText(),
        words(answer.path("needs")));
  }

  private static List<String> words(JsonNode array) {
    List<String> words = new ArrayList<>();
    array.forEach(word -> words.add(word.asText()));
    return words;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void answersWithADependency(Sample sample) throws IOException {
    if (sample.engine() == EngineKind.PROCESS) {
      for (String tool : sample.needs()) {
        boolean there = Shell.run("which", tool).exit() == 0;
        Assumptions.assumeTrue(there, () -> told(sample, "not tried: no " + tool + " here"));
      }
    }
    House house = HOUSES.of(sample.engine());
    Desk desk = house.desk();
    Project project = desk.project(sample.name());
    Shell.run("cp", "-R", FOLDER.resolve(sample.name()) + "/.", project.folder() + "/");
    long began = System.nanoTime();
    try {
      Said pushed = project.commit("First").push(LONGEST);
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      assertThat(pushed.exit()).as(() -> told(sample, "not live") + "\n" + pushed).isZero();
      assertThat(house.web(sample.name()).get(sample.path()).body()).contains(sample.contains());
      told(sample, "live after %.1f s".formatted(took.toMillis() / 1000.0));
    } finally {
      desk.paas("apps:destroy", sample.name(), "--force");
      Shell.run("rm", "-rf", project.folder().toString());
    }
  }

  /** A line for the table that {@code scripts/test.sh --samples} prints. */
  private static String told(Sample sample, String what) {
    String line = "sample: " + sample.name() + " " + sample.engine().option() + " " + what;
    System.out.println(line);
    return line;
  }
}
