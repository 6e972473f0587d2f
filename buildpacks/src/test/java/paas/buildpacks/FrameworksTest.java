package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.DockerfileRenderer;
import paas.buildpacks.plan.Recipe;

/** What the frameworks of Node.js come to. */
class FrameworksTest {
  private static MemoryTree app(String dependencies, String scripts) {
    List<String> names = List.of(dependencies.split(" ", -1));
    String list = String.join(", ", names.stream().map(n -> "\"" + n + "\": \"1\"").toList());
    return MemoryTree.with(
            "package.json", "{\"scripts\": {" + scripts + "}, \"dependencies\": {" + list + "}}")
        .and("package-lock.json", "{}");
  }

  private static Recipe recipe(MemoryTree tree) {
    return (Recipe) tree.plan().build();
  }

  private static List<String> titles(MemoryTree tree) {
    return recipe(tree).steps().stream().map(BuildStep::title).toList();
  }

  private static final String SERVE = "perl .paas/serve.pl ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "next|next start -H 0.0.0.0 -p $PORT",
        "nuxt|node .output/server/index.mjs",
        "@react-router/dev @react-router/serve|react-router-serve ./build/server/index.js",
        "@remix-run/dev @remix-run/serve vite|remix-serve ./build/server/index.js",
        "@remix-run/dev @remix-run/serve|remix-serve ./build/index.js",
        "@sveltejs/kit vite|node build",
        "astro|" + SERVE + "dist",
        "gatsby|" + SERVE + "public",
        "react-scripts react|" + SERVE + "build index.html",
        "@vue/cli-service vue|" + SERVE + "dist index.html",
        "@docusaurus/core|" + SERVE + "build",
        "@11ty/eleventy|" + SERVE + "_site",
        "@nestjs/core|node dist/main"
      })
  void eachHasItsCommand(String dependencies, String command) {
    assertThat(app(dependencies, "\"build\": \"b\"").web().command()).isEqualTo(command);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "next|next dev|next start -H 0.0.0.0 -p $PORT",
        "next|next start|next start",
        "next|node server.js|node server.js",
        "astro|astro dev|" + SERVE + "dist",
        "react-scripts|react-scripts start|" + SERVE + "build index.html",
        "react-scripts serve|serve -s build|serve -s build",
        "gatsby|npm run develop|" + SERVE + "public",
        "@nestjs/core|nest start|node dist/main",
        "@vue/cli-service|BROWSER=none vue-cli-service serve|" + SERVE + "dist index.html",
        "@11ty/eleventy|npx @11ty/eleventy --serve|" + SERVE + "_site"
      })
  void aServerForDevelopersIsNotPutBeforeTheWorld(String framework, String start, String command) {
    String scripts = "\"develop\": \"gatsby develop\", \"start\": \"" + start + "\"";
    assertThat(app(framework, scripts).web().command()).isEqualTo(command);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "next|next.config.js|module.exports = { output: 'export' }|" + SERVE + "out",
        "next|next.config.ts|export default { output: \"standalone\" }|node"
            + " .next/standalone/server.js",
        "next|next.config.js|// output: 'export'|next start -H 0.0.0.0 -p $PORT",
        "@react-router/dev|react-router.config.ts|export default { ssr: false }|"
            + SERVE
            + "build/client index.html",
        "@sveltejs/kit|svelte.config.js|import a from '@sveltejs/adapter-static'; a({ fallback:"
            + " '200.html' })|"
            + SERVE
            + "build 200.html",
        "astro @astrojs/node|astro.config.mjs|import node from '@astrojs/node'; node({mode:"
            + " 'standalone'})|node ./dist/server/entry.mjs",
        "@11ty/eleventy|.eleventy.js|module.exports = () => ({ dir: { output: './www/' } })|"
            + SERVE
            + "www",
        "vite vue|index.html|<p>|" + SERVE + "dist index.html"
      })
  void itsConfigFileCounts(String dependencies, String file, String text, String command) {
    assertThat(app(dependencies, "").and(file, text).web().command()).isEqualTo(command);
  }

  @Test
  void viteWithoutAPageIsAToolOfSomethingElse() {
    MemoryTree tree = app("vite express", "\"build\": \"vite build\", \"start\": \"node a.js\"");
    assertThat(tree.web().command()).isEqualTo("node a.js");
    assertThat(tree.and("index.html", "").web().command()).isEqualTo("node a.js");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"builder\": \"@angular/build:application\"}|" + SERVE + "dist/shop/browser index.html",
        "{\"builder\": \"@angular-devkit/build-angular:browser\", \"options\": {\"outputPath\":"
            + " \"dist/x\"}}|"
            + SERVE
            + "dist/x index.html",
        "{\"builder\": \"@angular/build:application\", \"options\": {\"ssr\": {\"entry\":"
            + " \"s\"}}}|node dist/shop/server/server.mjs"
      })
  void angularSaysWhereItsPagesAre(String build, String command) {
    MemoryTree tree =
        app("@angular/core", "\"start\": \"ng serve\", \"build\": \"ng build\"")
            .and(
                "angular.json",
                "{\"projects\": {\"shop\": {\"architect\": {\"build\": " + build + "}}}}");
    assertThat(tree.web().command()).isEqualTo(command);
  }

  @Test
  void pagesNeedNothingButTheirServer() {
    MemoryTree tree = app("react-scripts", "\"build\": \"react-scripts build\"");
    Recipe recipe = recipe(tree);
    assertThat(recipe.runtimeImage()).startsWith("debian:");
    assertThat(recipe.fromBuild()).containsExactly("build");
    assertThat(titles(tree)).containsExactly("npm ci", "npm run build", "remove node_modules");
    String dockerfile = DockerfileRenderer.classic().render(tree.plan());
    assertThat(dockerfile.substring(dockerfile.lastIndexOf("FROM ")))
        .contains(
            "COPY --chown=1000:1000 [\".paas/serve.pl\",\"./.paas/serve.pl\"]\n"
                + "COPY --from=build --chown=1000:1000 [\"/app/build\",\"./build\"]")
        .doesNotContain("COPY --chown=1000:1000 [\".\"");
  }

  @Test
  void withAnotherProcessTheWholeAppStays() {
    MemoryTree tree =
        app("react-scripts", "\"build\": \"react-scripts build\"")
            .and("Procfile", "worker: node worker.js\n");
    assertThat(recipe(tree).runtimeImage()).startsWith("node:");
    assertThat(recipe(tree).fromBuild()).containsExactly(".");
    assertThat(titles(tree)).contains("npm prune");
  }

  @Test
  void withoutABuildScriptTheFrameworksOwnBuildRuns() {
    assertThat(titles(app("next", ""))).contains("next build");
  }

  @Test
  void whatTheStartCommandNeedsIsNotTakenAway() {
    MemoryTree tree =
        MemoryTree.with(
            "package.json",
            "{\"scripts\": {\"build\": \"b\", \"start\": \"tsx src/a.ts\"},"
                + " \"devDependencies\": {\"tsx\": \"4\"}}");
    assertThat(titles(tree)).doesNotContain("npm prune");
    assertThat(tree.plan().notices()).anyMatch(n -> n.contains("needs tsx of devDependencies"));
  }
}
