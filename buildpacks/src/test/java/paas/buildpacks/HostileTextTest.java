package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paas.buildpacks.plan.AddedFile;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.DockerfileRenderer;
import paas.buildpacks.plan.LocalBuild;
import paas.buildpacks.plan.LocalRenderer;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;

/** Text of the app never becomes a Dockerfile instruction, an option or a second command. */
class HostileTextTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\" ]\\nUSER root",
        "a \\\\",
        "a $(id) `id` ${X}",
        "a <<EOF",
        "a'] [\"b",
        "a # b"
      })
  void aCommandStaysInsideItsArgument(String command) throws Exception {
    var tree = MemoryTree.with("Procfile", "web: " + command);
    List<String> lines = DockerfileRenderer.buildKit("x").render(tree.plan()).lines().toList();
    String last = lines.getLast();
    assertThat(lines.stream().filter(line -> line.startsWith("USER")))
        .containsExactly("USER 1000:1000");
    assertThat(last).startsWith("CMD [");
    assertThat(JSON.readValue(last.substring(4), String[].class))
        .hasSize(3)
        .endsWith(tree.web().shellLine());
  }

  @Test
  void aStartScriptWithALineEndIsLeftToNpm() {
    var tree =
        MemoryTree.with("package.json", "{\"scripts\": {\"start\": \"node a\\nUSER root\"}}");
    assertThat(tree.web().command()).isEqualTo("npm start");
  }

  @Test
  void oddFileNamesAreNotStarted() {
    String name = "a;id.js";
    var tree = MemoryTree.with("package.json", "{\"main\": \"" + name + "\"}").and(name, "");
    assertThat(tree.broken().problem()).contains("how to start");
  }

  @Test
  void oddFoldersUnderCmdAreNotBuilt() {
    var tree =
        MemoryTree.with("go.mod", "module x\n")
            .and("cmd/-toolexec=id/main.go", "package main\n")
            .and("cmd/a b/main.go", "package main\n");
    assertThat(tree.broken().problem()).contains("no main package");
  }

  @ParameterizedTest
  @ValueSource(strings = {"module example.com/-o", "module a/$(id)", "module \"a/..\""})
  void oddModuleNamesAreRefused(String module) {
    var tree = MemoryTree.with("go.mod", module + "\n").and("main.go", "package main\n");
    assertThat(tree.broken().file()).isEqualTo("go.mod");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--config", "a b", "../x", "a\\nb", ""})
  void oddCrateNamesAreRefused(String name) {
    var tree =
        MemoryTree.with("Cargo.toml", "[package]\nname = \"" + name + "\"").and("src/main.rs", "");
    assertThat(tree.broken().file()).isEqualTo("Cargo.toml");
  }

  @Test
  void oddRequirementPathsAreNotCopiedByName() {
    var tree =
        MemoryTree.with("requirements.txt", "-r $(id).txt\nflask")
            .and("$(id).txt", "x")
            .and("main.py", "");
    assertThat(((Recipe) tree.plan().build()).steps().getFirst().needs()).containsExactly(".");
  }

  /** A long text that makes a careless pattern try every beginning with every end. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n", " ", "a\n", "a", "a ", "\"", "=> ", "@ ", "${a:-", "$A ", "<<a", "a=\n", "{", "#"
      })
  @Timeout(60)
  void aTextWrittenToBeSlowIsNot(String piece) {
    String text = piece.repeat(300_000 / piece.length());
    for (String start :
        List.of("", "FROM x\nEXPOSE ", "module x\n", "ENV A=" + "b".repeat(9999) + "\n")) {
      for (String file :
          List.of("Dockerfile", "go.mod", "Cargo.toml", "requirements.txt", "Procfile")) {
        String whole = start + text.substring(0, text.length() - start.length());
        var tree = MemoryTree.with(file, whole).and("main.go", whole).and("app.py", whole);
        assertThat(tree.detect()).isNotNull();
      }
    }
    var node = MemoryTree.with("package.json", "{\"main\": \"a.js\"}").and("a.js", "");
    assertThat(node.and(".nvmrc", text).detect()).isNotNull();
    assertThat(MemoryTree.with("main.py", "").and("runtime.txt", text).detect()).isNotNull();
  }

  @Test
  void requirementsThatIncludeEachOtherEnd() {
    var tree =
        MemoryTree.with("requirements.txt", "-r a.txt")
            .and("a.txt", "-r requirements.txt\nflask")
            .and("main.py", "");
    assertThat(((Recipe) tree.plan().build()).steps().getFirst().needs())
        .containsExactly("requirements.txt", "a.txt");
  }

  @Test
  void theModelItselfRefusesWhatWouldBreakOut() {
    assertThatThrownBy(() -> new StartCommand("a\nb", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> recipe(Map.of("A", "x\nUSER root"), "a"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> recipe(Map.of("A B", "x"), "a"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> recipe(Map.of(), "../a")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AddedFile(".paas/../x", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DockerfileRenderer.buildKit("a,sharing=x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void cachesStayInTheirFolder() {
    BuildPlan plan = Samples.plan("rust-http");
    LocalBuild build = new LocalRenderer(Path.of("/var/cache/app")).render(plan);
    LocalBuild.LocalStep step = build.steps().getLast();
    assertThat(step.env()).containsEntry("CARGO_TARGET_DIR", "/var/cache/app/cargo-target");
    assertThat(step.cacheFolders())
        .containsExactly("/var/cache/app/cargo", "/var/cache/app/cargo-target");
    assertThat(step.commands().getLast())
        .contains("/var/cache/app/cargo-target/release/hello-rust");
    assertThat(DockerfileRenderer.classic().render(plan)).doesNotContain("--mount");
  }

  private static Recipe recipe(Map<String, String> env, String copied) {
    return Recipe.in("a:1").withBuildEnv(env).withFromBuild(List.of(copied));
  }
}
