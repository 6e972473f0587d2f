package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.plan.Recipe;

/** Packages of one repository that are installed together. */
class WorkspacesTest {
  private static MemoryTree repository() {
    return MemoryTree.with(
            "package.json", "{\"private\": true, \"workspaces\": [\"apps/*\", \"packages/*\"]}")
        .and("package-lock.json", "{}")
        .and(
            "apps/web/package.json",
            "{\"name\": \"web\", \"scripts\": {\"build\": \"vite build\"}, \"dependencies\":"
                + " {\"@x/ui\": \"*\"}, \"devDependencies\": {\"vite\": \"6\"}}")
        .and("apps/web/index.html", "")
        .and(
            "apps/api/package.json", "{\"name\": \"api\", \"scripts\": {\"start\": \"node a.js\"}}")
        .and(
            "packages/ui/package.json", "{\"name\": \"@x/ui\", \"scripts\": {\"build\": \"tsc\"}}");
  }

  private static BuildPlan plan(MemoryTree tree, String root) {
    Detection detection = Detector.standard().detect(tree, "shop", Map.of("PAAS_ROOT", root));
    if (detection instanceof Detection.Detected(BuildPlan plan)) {
      return plan;
    }
    throw new AssertionError(detection);
  }

  private static List<List<String>> build(BuildPlan plan) {
    return ((Recipe) plan.build())
        .steps().stream()
            .filter(step -> step.role() == BuildStep.Role.BUILD)
            .flatMap(step -> step.commands().stream())
            .toList();
  }

  @Test
  void aPackageIsInstalledAtTheRootAndStartedInItsFolder() {
    BuildPlan plan = plan(repository(), "apps/api");
    assertThat(plan.root()).isEmpty();
    assertThat(plan.processes().get("web"))
        .hasFieldOrPropertyWithValue("command", "cd apps/api && exec node a.js");
    BuildStep install = ((Recipe) plan.build()).steps().getFirst();
    assertThat(install.needs())
        .containsExactly(
            "package.json",
            "package-lock.json",
            "apps/api/package.json",
            "apps/web/package.json",
            "packages/ui/package.json");
    assertThat(install.makes()).contains("node_modules", "apps/api/node_modules");
  }

  @Test
  void whatItNeedsIsBuiltFirst() {
    BuildPlan plan = plan(repository(), "apps/web");
    assertThat(build(plan))
        .containsExactly(
            List.of("npm", "run", "build", "--workspace=packages/ui"),
            List.of("npm", "run", "build", "--workspace=apps/web"));
    assertThat(((Recipe) plan.build()).fromBuild()).containsExactly("apps/web/dist");
  }

  @Test
  void turborepoAndNxBuildWhereTheyAreUsed() {
    MemoryTree turbo =
        repository()
            .and(
                "package.json",
                "{\"workspaces\": [\"apps/*\"], \"devDependencies\": {\"turbo\": \"2\"}}")
            .and("turbo.json", "{}");
    assertThat(build(plan(turbo, "apps/web")))
        .containsExactly(
            List.of("npm", "exec", "--no", "--", "turbo", "run", "build", "--filter=web"));
    MemoryTree nx =
        repository()
            .and(
                "package.json",
                "{\"workspaces\": [\"apps/*\"], \"devDependencies\": {\"nx\": \"20\"}}")
            .and("nx.json", "{}")
            .and("apps/web/project.json", "{\"name\": \"front\"}");
    assertThat(build(plan(nx, "apps/web")))
        .containsExactly(List.of("npm", "exec", "--no", "--", "nx", "run", "front:build"));
  }

  @Test
  void pnpmHasAFileOfItsOwn() {
    MemoryTree tree =
        MemoryTree.with("package.json", "{}")
            .and("pnpm-workspace.yaml", "packages:\n  # all\n  - 'apps/*'\n  - \"!apps/old\"\n")
            .and("pnpm-lock.yaml", "lockfileVersion: '9.0'")
            .and("apps/old/package.json", "{\"scripts\": {\"start\": \"node o.js\"}}")
            .and("apps/new/package.json", "{\"scripts\": {\"start\": \"node n.js\"}}");
    assertThat(tree.web().command()).isEqualTo("cd apps/new && exec node n.js");
    assertThat(tree.plan().notices()).anyMatch(n -> n.startsWith("apps/new is the one package"));
    Recipe recipe = (Recipe) tree.plan().build();
    assertThat(recipe.steps().stream().map(BuildStep::title)).contains("pnpm install");
    assertThat(recipe.fromBuild()).containsExactly(".");
  }

  @Test
  void severalAppsAreNamedWithTheWayToChoose() {
    Detection.Broken broken = repository().broken();
    assertThat(broken.problem()).contains("several apps: apps/api, apps/web");
    assertThat(broken.remedy()).contains("root: apps/api");
  }

  @Test
  void aPackageWithALockFileOfItsOwnStandsAlone() {
    BuildPlan plan = plan(repository().and("apps/api/package-lock.json", "{}"), "apps/api");
    assertThat(plan.root()).isEqualTo("apps/api");
    assertThat(plan.processes().get("web")).hasFieldOrPropertyWithValue("command", "node a.js");
  }

  @Test
  void itsOwnCommandsRunInItsFolder() {
    MemoryTree tree =
        repository()
            .and("apps/api/Procfile", "worker: node w.js\n")
            .and("apps/api/paas.yml", "build: npm run special\n");
    BuildPlan plan = plan(tree, "apps/api");
    assertThat(plan.processes().get("worker"))
        .hasFieldOrPropertyWithValue("command", "cd apps/api && exec node w.js");
    assertThat(build(plan)).containsExactly(List.of("sh", "-c", "cd apps/api && npm run special"));
  }
}
