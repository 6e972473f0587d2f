package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.DockerfileRenderer;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.Tool;

/** Node.js makes what an app of another language serves. */
class AssetsTest {
  private static final String BUILDS =
      "{\"scripts\": {\"build\": \"b\"}, \"devDependencies\": {\"x\": \"1\"}}";

  private static MemoryTree flask() {
    return MemoryTree.with("requirements.txt", "flask\ngunicorn\n")
        .and("app.py", "from flask import Flask\napp = Flask(__name__)\n");
  }

  private static Recipe recipe(MemoryTree tree) {
    return (Recipe) tree.plan().build();
  }

  private static List<String> titles(MemoryTree tree) {
    return recipe(tree).steps().stream().map(BuildStep::title).toList();
  }

  @Test
  void aBuildScriptRunsInABorrowedNode() {
    MemoryTree tree = flask().and("package.json", BUILDS).and("package-lock.json", "{}");
    assertThat(titles(tree))
        .containsExactly("pip install", "npm ci", "npm run build", "remove node_modules");
    Recipe recipe = recipe(tree);
    assertThat(recipe.runtimeImage()).startsWith("python:");
    assertThat(recipe.borrowed())
        .singleElement()
        .satisfies(b -> {
          assertThat(b.image()).startsWith("node:");
          assertThat(b.atRunTime()).isFalse();
        });
    assertThat(recipe.tools().stream().map(Tool::name)).contains("python3", "node", "npm");
    assertThat(recipe.fromBuild()).containsExactly(".");
    String dockerfile = DockerfileRenderer.classic().render(tree.plan());
    assertThat(dockerfile.substring(dockerfile.lastIndexOf("FROM "))).doesNotContain("node");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"assets.deploy\": [\"esbuild shop\", \"phx.digest\"]'|npm ci in assets, mix assets.deploy, mix release",
        "'compile: []'|npm ci in assets, npm run deploy in assets, mix release"
      })
  void phoenixHasItsPackagesInAFolder(String alias, String steps) {
    MemoryTree tree =
        MemoryTree.with("mix.exs", "app: :shop,\n{:phoenix, \"~> 1.7\"}\n" + alias + "\n")
            .and("mix.lock", "%{}")
            .and(
                "assets/package.json",
                "{\"scripts\": {\"deploy\": \"b\"}, \"dependencies\": {\"x\": \"1\"}}")
            .and("assets/package-lock.json", "{}");
    assertThat(String.join(", ", titles(tree))).contains(steps).endsWith("remove node_modules");
    Recipe recipe = recipe(tree);
    BuildStep install =
        recipe.steps().stream()
            .filter(s -> s.title().startsWith("npm ci"))
            .findFirst()
            .orElseThrow();
    assertThat(install.needs()).containsExactly("assets/package.json", "assets/package-lock.json");
    assertThat(install.makes()).containsExactly("assets/node_modules");
    assertThat(install.commands())
        .containsExactly(List.of("env", "-C", "assets", "npm", "ci", "--include=dev"));
    assertThat(recipe.fromBuild()).as("what is served is in the release").doesNotContain(".");
    assertThat(recipe.borrowed()).hasSize(1);
  }

  @Test
  void theirBuildStandsBeforeTheAppsOwn() {
    MemoryTree tree =
        MemoryTree.with("go.mod", "module example.com/x\ngo 1.22\n")
            .and("main.go", "package main\nfunc main() {}\n")
            .and("package.json", BUILDS);
    List<String> titles = titles(tree);
    assertThat(titles.indexOf("npm run build")).isBetween(1, titles.indexOf("go build") - 1);
  }

  @Test
  void itIsSaidWithTheVersionsAndNotCalledAnotherApp() {
    BuildPlan plan = flask().and("package.json", BUILDS).and(".nvmrc", "20").plan();
    assertThat(plan.versions())
        .contains(new BuildPlan.Version("node", "20", ".nvmrc \"20\", builds the assets"));
    assertThat(plan.notices()).noneMatch(n -> n.contains("takes precedence"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{}", "{\"scripts\": {\"start\": \"x\"}, \"dependencies\": {\"x\": \"1\"}}"})
  void withoutABuildScriptNodeHasNoPart(String json) {
    MemoryTree tree = flask().and("package.json", json);
    assertThat(titles(tree)).containsExactly("pip install");
    assertThat(tree.plan().notices()).anyMatch(n -> n.contains("takes precedence"));
  }
}
