package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.plan.Recipe;

/** Go: modules, workspaces, C, versions. */
class GoTest {
  private static final String MAIN = "package main\n";

  private static MemoryTree module(String mod) {
    return MemoryTree.with("go.mod", "module example.com/shop\n" + mod).and("main.go", MAIN);
  }

  private static Recipe recipe(BuildPlan plan) {
    return (Recipe) plan.build();
  }

  private static BuildPlan plan(MemoryTree tree, Map<String, String> config) {
    if (Detector.standard().detect(tree, "shop", config) instanceof Detection.Detected(var plan)) {
      return plan;
    }
    throw new AssertionError(Detector.standard().detect(tree, "shop", config));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'go 1.24\n\nrequire (\n\tx v1 // indirect\n)'|1.25.3|1.25",
        "go 1.24|1.24|1.24",
        "go 1.24|go1.25.1|1.25"
      })
  void aNamedVersionIsTaken(String mod, String named, String version) {
    MemoryTree tree = module(mod).and("go.sum", "");
    MemoryTree byFile = tree.and(".go-version", named);
    assertThat(byFile.plan().versions().getFirst().version()).isEqualTo(version);
  }

  @Test
  void peopleWinOverFilesAboutTheVersion() {
    MemoryTree tree = module("go 1.22\n").and(".tool-versions", "ruby 3\ngolang 1.24.1 # old\n");
    assertThat(tree.plan().versions().getFirst())
        .isEqualTo(new BuildPlan.Version("go", "1.24", ".tool-versions \"1.24.1\""));
    BuildPlan plan = plan(tree, Map.of("PAAS_GO_VERSION", "1.23"));
    assertThat(recipe(plan).buildImage()).isEqualTo("golang:1.23-bookworm");
  }

  @Test
  void aVersionOlderThanTheModuleIsRefusedBeforeTheBuild() {
    Detection.Broken broken = module("go 1.25\n").and(".go-version", "1.24").broken();
    assertThat(broken.file()).isEqualTo("go.mod");
    assertThat(broken.line()).isEqualTo(2);
    assertThat(broken.problem()).contains("1.24").contains(".go-version").contains("1.25 or newer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"import \"C\"", "import (\n\t\"fmt\"\n\t\"C\"\n)"})
  void codeInCNeedsACompilerAndALibrary(String imports) {
    MemoryTree tree = module("").and("internal/sum/sum.go", "package sum\n\n" + imports + "\n");
    assertThat(recipe(tree.plan()).buildEnv()).containsEntry("CGO_ENABLED", "1");
    assertThat(recipe(tree.plan()).tools()).anyMatch(tool -> tool.name().equals("cc"));
    assertThat(recipe(module("").plan()).buildEnv()).containsEntry("CGO_ENABLED", "0");
  }

  @ParameterizedTest
  @CsvSource({"github.com/mattn/go-sqlite3,1", "github.com/gin-gonic/gin,0"})
  void modulesInCAreKnown(String required, String enabled) {
    MemoryTree tree = module("require " + required + " v1.0.0\n").and("go.sum", "x");
    assertThat(recipe(tree.plan()).buildEnv()).containsEntry("CGO_ENABLED", enabled);
  }

  @ParameterizedTest
  @CsvSource({"cmd/main.go,bin/cmd", "app/main.go,bin/app", "cmd/web/x.go,bin/web"})
  void programsAreFoundWhereTheyLie(String file, String started) {
    MemoryTree tree = MemoryTree.with("go.mod", "module example.com/shop").and(file, MAIN);
    assertThat(tree.web().command()).isEqualTo(started);
  }

  @Test
  void aWorkspaceIsBuiltWhole() {
    MemoryTree tree = workspace();
    assertThat(tree.plan().because()).isEqualTo("go.work");
    assertThat(tree.web().command()).isEqualTo("bin/api");
    assertThat(recipe(tree.plan()).steps().getFirst().needs())
        .containsExactly("go.work", "api/go.mod", "api/go.sum", "lib/go.mod");
    assertThat(recipe(tree.plan()).steps().getLast().commands().getFirst()).endsWith("./api");
  }

  @Test
  void aModuleOfAWorkspaceIsBuiltWithItsNeighbours() {
    BuildPlan plan = plan(workspace(), Map.of("PAAS_ROOT", "api"));
    assertThat(plan.root()).isEmpty();
    assertThat(recipe(plan).steps().getLast().commands().getFirst())
        .startsWith("go", "-C", "api", "build")
        .endsWith(".");
    assertThat(plan.processes().get("web"))
        .extracting(web -> web.command())
        .isEqualTo("cd api && exec bin/api");
  }

  private static MemoryTree workspace() {
    return MemoryTree.with("go.work", "go 1.24\n\nuse (\n\t./api // the app\n\t./lib\n)\n")
        .and("api/go.mod", "module example.com/api\n")
        .and("api/go.sum", "x")
        .and("api/main.go", MAIN)
        .and("lib/go.mod", "module example.com/lib\n")
        .and("lib/lib.go", "package lib\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "modul x|1|Did you mean module?",
        "'module x\n\nrequire (\n\ty v1'|3|Close it",
        "'module x\n<<<<<<< HEAD'|2|Resolve",
        "go 1.20|0|go mod init",
        "'module x\nrequire y v1.0.0'|2|go mod tidy",
        "'module x\ngo'|2|Complete it"
      })
  void aBrokenModuleIsNamedByItsLine(String mod, int line, String remedy) {
    Detection.Broken broken = MemoryTree.with("go.mod", mod).and("main.go", MAIN).broken();
    assertThat(broken.file()).isEqualTo("go.mod");
    assertThat(broken.line()).isEqualTo(line);
    assertThat(broken.remedy()).contains(remedy);
  }

  @ParameterizedTest
  @CsvSource({"./missing,3", "../outside,3", "./empty,3"})
  void aWorkspaceOfMissingFoldersIsNamedByItsLine(String folder, int line) {
    Detection.Broken broken =
        MemoryTree.with("go.work", "go 1.24\n\nuse " + folder + "\n").broken();
    assertThat(broken.file()).isEqualTo("go.work");
    assertThat(broken.line()).isEqualTo(line);
    assertThat(broken.remedy()).isNotBlank();
  }

  @Test
  void ofTwoProgramsOfOneNameTheFirstIsBuiltAndTheOtherNamed() {
    MemoryTree tree = workspace().and("lib/cmd/api/main.go", MAIN);
    assertThat(tree.plan().notices()).anyMatch(notice -> notice.startsWith("lib/cmd/api is not"));
  }
}
