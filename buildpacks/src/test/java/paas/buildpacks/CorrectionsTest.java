package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.plan.DockerfileRenderer;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;

/** Single decisions, corrected by paas.yml and by the app's config. */
class CorrectionsTest {
  private static final String NODE =
      "{\"scripts\": {\"start\": \"node a.js\", \"build\": \"tsc\"}, \"dependencies\": {\"x\": \"1\"}}";

  private static MemoryTree node(String paasYml) {
    return MemoryTree.with("package.json", NODE).and("paas.yml", paasYml);
  }

  private static BuildPlan plan(MemoryTree tree, String app, Map<String, String> config) {
    Detection detection = Detector.standard().detect(tree, app, config);
    if (detection instanceof Detection.Detected(BuildPlan plan)) {
      return plan;
    }
    throw new AssertionError(detection);
  }

  private static List<String> titles(BuildPlan plan) {
    return ((Recipe) plan.build()).steps().stream().map(BuildStep::title).toList();
  }

  @Test
  void commandsTakeThePlaceOfTheDetectedOnes() {
    BuildPlan plan =
        node("""
        install: npm ci --legacy-peer-deps
        build: npm run prod
        start: node dist/b.js
        release: node migrate.js
        health: /up
        """)
            .plan();
    assertThat(titles(plan))
        .containsExactly("npm ci --legacy-peer-deps", "npm run prod", "npm prune");
    assertThat(plan.processes().get("web"))
        .isEqualTo(new StartCommand("node dist/b.js", "paas.yml"));
    assertThat(plan.processes().get("release"))
        .isEqualTo(new StartCommand("node migrate.js", "paas.yml"));
    assertThat(plan.healthPath()).isEqualTo("/up");
    assertThat(((Recipe) plan.build()).fromBuild()).containsExactly(Recipe.WHOLE_TREE);
  }

  @Test
  void theConfigWinsOverTheFile() {
    BuildPlan plan = plan(node("build: a\nstart: b"), "shop", Map.of("PAAS_BUILD_COMMAND", "c"));
    assertThat(titles(plan)).contains("c").doesNotContain("a");
    assertThat(plan.processes().get("web")).isEqualTo(new StartCommand("b", "paas.yml"));
  }

  @Test
  void packagesAreInstalledInBothStages() {
    BuildPlan plan = plan(node("packages: [ffmpeg, jq]"), "shop", Map.of());
    assertThat(DockerfileRenderer.classic().render(plan).lines())
        .filteredOn(line -> line.contains("--no-install-recommends ffmpeg jq "))
        .hasSize(2);
  }

  @Test
  void aFolderOfTheRepositoryIsTheApp() {
    MemoryTree tree =
        MemoryTree.with("apps/web/index.html", "")
            .and("apps/api/package.json", NODE)
            .and("paas.yml", "root: apps/web\napps:\n  api:\n    root: apps/api/\n");
    assertThat(plan(tree, "site", Map.of()).language()).isEqualTo("Static site");
    assertThat(plan(tree, "site", Map.of()).root()).isEqualTo("apps/web");
    assertThat(plan(tree, "api", Map.of()).language()).isEqualTo("Node.js");
    assertThat(plan(tree, "site", Map.of("PAAS_ROOT", "./apps/api")).root()).isEqualTo("apps/api");
  }

  @Test
  void whatLiesInAFolderIsNamed() {
    Detection detection = MemoryTree.with("web/package.json", NODE).detect();
    assertThat(((Detection.Nothing) detection).nearMisses())
        .containsExactly(
            "There is package.json (Node.js) in web/: add a paas.yml with \"root: web\".");
  }

  @Test
  void theBuilderIsPinned() {
    MemoryTree tree =
        MemoryTree.with("Dockerfile", "FROM a").and("package.json", NODE).and("d/Prod", "FROM b");
    assertThat(plan(tree, "shop", Map.of("PAAS_BUILDER", "node")).language()).isEqualTo("Node.js");
    assertThat(plan(tree, "shop", Map.of("PAAS_BUILDER", "auto")).language())
        .isEqualTo("Dockerfile");
    assertThat(plan(tree, "shop", Map.of("PAAS_DOCKERFILE", "d/Prod")).because())
        .isEqualTo("d/Prod");
  }

  @Test
  void builtFilesAreServedWithAFallback() {
    BuildPlan plan = plan(node("static: dist/\nfallback: index.html"), "shop", Map.of());
    StartCommand web = Objects.requireNonNull(plan.processes().get("web"));
    assertThat(web.command()).isEqualTo("perl .paas/serve.pl dist index.html");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bild: x|1|\"bild\", which means nothing here|Did you mean build?",
        "'start: a\nstart: b'|2|\"start\" again|Keep one",
        "'a: [\n'|2|is not YAML|Correct it",
        "builder: nod|1|a builder that there is not|Did you mean node?",
        "builder: go|1|the builder is go, but there is no such app|go.mod",
        "root: wbe|1|the root wbe|Did you mean web?",
        "root: ../x|1|no plain path|apps/web",
        "packages: ['a b']|1|no Debian package|ffmpeg",
        "start: [a]|1|\"start\" that is not text|one value",
        "dockerfile: D|1|the Dockerfile D|path",
        "'apps:\n  other:\n    biuld: x'|3|\"biuld\"|Did you mean build?",
        "health: up|1|no path|/health",
        "versions: {nod: 20}|1|asks for a version of nod|node",
        "- a|1|must hold|Write them so"
      })
  void aSlipIsNamedWithItsLineAndTheWayOut(String text, int line, String problem, String remedy) {
    Detection.Broken broken =
        MemoryTree.with("web/x", "").and("package.json", NODE).and("paas.yml", text).broken();
    assertThat(broken.file()).isEqualTo("paas.yml");
    assertThat(broken.line()).isEqualTo(line);
    assertThat(broken.problem()).contains(problem);
    assertThat(broken.remedy()).contains(remedy);
  }

  @Test
  void aDockerfileIsNotCorrectedFromOutside() {
    Detection.Broken broken =
        MemoryTree.with("Dockerfile", "FROM a").and("paas.yml", "build: make").broken();
    assertThat(broken.problem()).contains("corrects a build that Dockerfile describes");
  }
}
