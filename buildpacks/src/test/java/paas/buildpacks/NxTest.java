package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.plan.Recipe;

/** Projects of Nx that have a project.json alone. */
class NxTest {
  /** The root names what each of its projects is made with. */
  private static MemoryTree workspace() {
    return MemoryTree.with(
            "package.json",
            "{\"dependencies\": {\"@nestjs/core\": \"11\", \"react\": \"19\"},"
                + " \"devDependencies\": {\"nx\": \"21\", \"vite\": \"6\"}}")
        .and("package-lock.json", "{}")
        .and("nx.json", "{}")
        .and("libs/words/project.json", project("library", "@nx/js:tsc", ""))
        .and("apps/api-e2e/project.json", "{\"projectType\": \"application\", \"targets\": {}}");
  }

  private static String project(String type, String executor, String options) {
    return "{\"projectType\": \""
        + type
        + "\", \"targets\": {\"build\": {\"executor\": \""
        + executor
        + "\", \"options\": {"
        + options.replace('~', '"')
        + "}}}}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@nx/webpack:webpack|~outputPath~: ~dist/apps/api~, ~target~: ~node~|node dist/apps/api/main.js",
        "@nx/esbuild:esbuild|~outputPath~: ~dist/{projectRoot}~, ~main~: ~apps/api/src/server.ts~"
            + "|node dist/apps/api/server.js",
        "@nx/esbuild:esbuild|~format~: [~cjs~]|node dist/apps/api/main.cjs",
        "@nx/js:tsc|~outputPath~: ~dist/apps/api~, ~main~: ~apps/api/src/main.ts~"
            + "|node dist/apps/api/src/main.js",
        "@nx/vite:build|~outputPath~: ~{workspaceRoot}/dist/site~|perl .paas/serve.pl dist/site",
        "@angular/build:application|~outputPath~: {~base~: ~dist/apps/api~}"
            + "|perl .paas/serve.pl dist/apps/api/browser"
      })
  void theOneApplicationIsBuiltAndStarted(String executor, String options, String command) {
    MemoryTree tree =
        workspace().and("apps/api/project.json", project("application", executor, options));
    assertThat(((Recipe) tree.plan().build()).steps().get(1).commands().getFirst())
        .containsExactly("npm", "exec", "--no", "--", "nx", "run", "api:build");
    assertThat(tree.web().command()).startsWith(command);
  }

  @Test
  void ofSeveralTheAppHasToSayWhich() {
    MemoryTree tree =
        workspace()
            .and("apps/api/project.json", project("application", "@nx/js:tsc", ""))
            .and("apps/shop/web/project.json", project("application", "@nx/vite:build", ""));
    Detection.Broken broken = tree.broken();
    assertThat(broken.file()).isEqualTo("nx.json");
    assertThat(broken.problem()).contains("several apps: api, web");
    assertThat(broken.remedy())
        .contains("build: npx nx build api", "start: node dist/apps/api/src/main.js");
    tree.and("paas.yml", "build: npx nx build api\nstart: node dist/apps/api/src/main.js\n");
    assertThat(tree.web().command()).isEqualTo("node dist/apps/api/src/main.js");
  }

  @Test
  void aProjectIsNoRoot() {
    MemoryTree tree =
        workspace().and("apps/api/project.json", project("application", "@nx/js:tsc", ""));
    assertThat(
            Detector.standard(Samples.TODAY).detect(tree, "shop", Map.of("PAAS_ROOT", "apps/api")))
        .isInstanceOfSatisfying(
            Detection.Nothing.class,
            nothing ->
                assertThat(nothing.nearMisses())
                    .singleElement()
                    .asString()
                    .contains("project of Nx", "nx build NAME"));
  }

  /** A project with its own package.json is a package of the workspace. */
  @Test
  void packagesOfAWorkspaceAreNone() {
    MemoryTree tree =
        workspace()
            .and("apps/api/project.json", project("application", "@nx/js:tsc", ""))
            .and("apps/api/package.json", "{}");
    assertThat(tree.web().command()).isEqualTo("node dist/main");
  }
}
