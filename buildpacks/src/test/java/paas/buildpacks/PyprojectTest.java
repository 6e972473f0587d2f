package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;

/** Python apps that a pyproject.toml describes. */
class PyprojectTest {
  private static MemoryTree project(String lines) {
    return MemoryTree.with("pyproject.toml", "[project]\nname = \"shop\"\n" + lines)
        .and("main.py", "print(1)\n");
  }

  private static Recipe recipe(MemoryTree tree) {
    return (Recipe) tree.plan().build();
  }

  private static List<String> titles(MemoryTree tree) {
    return recipe(tree).steps().stream().map(BuildStep::title).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ">=3.9|3.13|3.9",
        ">=3.12|3.13|3.12",
        ">=3.11,<3.13|3.12|3.11",
        ">= 3.12.4, < 3.14|3.13|3.12",
        "~=3.12.0|3.12|3.12",
        "~=3.10|3.13|3.10",
        "==3.13.*|3.13|3.13",
        ">3.10,!=3.11.*|3.13|3.10",
        ">=3|3.13|3.9",
        "<4|3.13|3.9",
        "<=3.11|3.10|3.9",
        ">=3.15||",
        "^3.15||",
        ">=2.7,<3||",
        "soon||"
      })
  void requiresPythonIsHonoured(String range, String version, String oldest) {
    MemoryTree tree = project("requires-python = \"" + range + "\"\n");
    if (version == null) {
      assertThat(tree.broken().problem()).contains("asks for Python").contains("not offered");
      return;
    }
    assertThat(tree.plan().versions().getFirst().version()).isEqualTo(version);
    assertThat(recipe(tree).tools().getFirst().atLeast()).isEqualTo(oldest);
  }

  @Test
  void aVersionFileCountsBeforeIt() {
    MemoryTree tree = project("requires-python = \">=3.9\"\n").and(".python-version", "3.12\n");
    assertThat(tree.plan().versions().getFirst().version()).isEqualTo("3.12");
  }

  @Test
  void packagesWithoutABuildSystemAreInstalledFromAList() {
    MemoryTree tree = project("dependencies = [\"flask>=3\", \"gunicorn\"]\n");
    tree.and("main.py", "app = Flask(__name__)\n");
    assertThat(recipe(tree).files().getFirst().content()).isEqualTo("flask>=3\ngunicorn\n");
    assertThat(recipe(tree).steps().getFirst().needs()).containsExactly(".paas/requirements.txt");
    assertThat(tree.web().command()).isEqualTo("gunicorn --bind 0.0.0.0:$PORT main:app");
  }

  @Test
  void aPackageIsInstalledAndItsProgramStarted() {
    MemoryTree tree =
        MemoryTree.with(
                "pyproject.toml",
                """
                [build-system]
                requires = ["hatchling"]
                [project]
                name = "shop"
                [project.scripts]
                shop = "shop:main"
                seed = "shop:seed"
                """)
            .and("src/shop/__init__.py", "");
    assertThat(recipe(tree).steps().getFirst().needs()).containsExactly(".");
    assertThat(recipe(tree).steps().getFirst().commands().getLast()).endsWith("install", ".");
    assertThat(tree.web()).isEqualTo(new StartCommand("shop", "project.scripts"));
  }

  @Test
  void theLockFileOfUvCountsBeforeRequirements() {
    MemoryTree tree = project("dependencies = [\"flask\"]\n").and("requirements.txt", "flask\n");
    assertThat(titles(tree)).containsExactly("pip install");
    assertThat(tree.plan().because()).isEqualTo("requirements.txt");
    tree.and("uv.lock", "version = 1\n");
    assertThat(titles(tree)).containsExactly("uv", "uv sync");
    assertThat(tree.plan().because()).isEqualTo("uv.lock");
    assertThat(tree.plan().notices()).anyMatch(n -> n.startsWith("requirements.txt is not read"));
  }

  @Test
  void settingsOfToolsAreNoApp() {
    MemoryTree tree = MemoryTree.with("pyproject.toml", "[tool.ruff]\nline-length = 99\n");
    assertThat(tree.detect())
        .isInstanceOfSatisfying(
            Detection.Nothing.class,
            n ->
                assertThat(n.lookedFor())
                    .anyMatch(looked -> looked.contains("pyproject.toml with [project]")));
    tree.and("package.json", "{\"main\": \"a.js\"}").and("a.js", "");
    assertThat(tree.plan().language()).isEqualTo("Node.js");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"flask\"", "[1]", "[\"--index-url x\"]", "[\"a\\nb\"]", "[\"\"]"})
  void oddDependenciesAreRefused(String value) {
    assertThat(project("dependencies = " + value + "\n").broken().problem())
        .contains("dependencies");
  }
}
