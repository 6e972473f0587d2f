package paas.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.Tool;
import paas.engine.BuildFailed;
import paas.engine.BuildRequest;
import paas.model.AppId;

/** A step that only fills caches runs when something has changed, or what it filled is gone. */
@Timeout(180)
class FilledCachesTest {
  private static final AppId APP = Samples.APP;
  private static final BuildStep.Cache CACHE = new BuildStep.Cache("fetched", "FETCHED");
  private static final Tool FETCHER = Tool.simple("fetcher", "1", "Install fetcher.");

  /** Counts its runs in its user's home, and fails where it finds an order to. */
  private static final String PROGRAM =
      """
      #!/bin/sh
      [ "$1" = --version ] && echo VERSION && exit
      echo run >>"$HOME/runs"
      [ "$1" != fail ] || exit 1
      mkdir -p "$FETCHED/pkg/one" && cp input.txt "$FETCHED/pkg/one"
      """;

  private final Path data = Samples.openFolder();
  private final Path tools = Samples.openFolder();
  private final Heard heard = new Heard();
  private final ProcessEngine engine =
      ProcessEngine.open(
          Samples.settings(data, tools + ":" + System.getenv().getOrDefault("PATH", "")), heard);
  private int deploys;

  @AfterEach
  void clean() throws Exception {
    engine.forget(APP);
    engine.forget(new AppId(2));
    engine.close();
    Commands.removeTree(data);
    Commands.removeTree(tools);
  }

  @Test
  void whatHasNotChangedDoesNotRunAgain() throws Exception {
    program("1.0");
    fetch(APP, "input", Map.of(), true);
    Instant begun = Instant.now();
    fetch(APP, "input", Map.of("GREETING", "hello"), true);
    assertThat(heard.all().stream().filter(line -> !line.startsWith("done fetcher")))
        .containsExactly("step get", "done get ", "step get", "done get cached");
    assertThat(runs(APP)).isEqualTo(1);
    fetch(APP, "other", Map.of(), true);
    assertThat(runs(APP)).as("an input file changed").isEqualTo(2);
    assertThat(Files.getLastModifiedTime(data.resolve("cache/a1")).toInstant())
        .as("a cache that is used is not the first to go")
        .isAfter(begun);
    fetch(APP, "input", Map.of("NPM_CONFIG_REGISTRY", "https://npm.example"), true);
    assertThat(runs(APP)).as("what tools read of the config changed").isEqualTo(3);
    fetch(APP, "input", Map.of(), true);
    assertThat(runs(APP)).as("back at what the cache holds").isEqualTo(3);
    program("1.0.1");
    fetch(APP, "input", Map.of(), true);
    assertThat(runs(APP)).as("the tool is another").isEqualTo(4);
    fetch(new AppId(2), "input", Map.of(), true);
    assertThat(runs(new AppId(2))).as("another app's cache holds nothing of this").isEqualTo(1);
  }

  @Test
  void whatIsGoneFromTheCacheIsFetchedAgain() throws Exception {
    program("1.0");
    Path cache = data.resolve("cache/a1/fetched");
    fetch(APP, "input", Map.of(), true);
    Commands.removeTree(cache.resolve("pkg/one"));
    fetch(APP, "input", Map.of(), true);
    assertThat(cache.resolve("pkg/one/input.txt")).hasContent("input");
    Commands.removeTree(cache);
    fetch(APP, "input", Map.of(), true);
    assertThat(cache.resolve("pkg/one/input.txt")).hasContent("input");
    engine.clearCache(APP);
    fetch(APP, "input", Map.of(), true);
    assertThat(runs(APP)).isEqualTo(4);
    Files.writeString(cache.resolve("pkg/left"), "from earlier");
    fetch(APP, "input", Map.of(), false);
    assertThat(runs(APP)).as("pushed with no-cache").isEqualTo(5);
    assertThat(cache.resolve("pkg/left")).as("none of the old cache is used").doesNotExist();
    fetch(APP, "input", Map.of(), true);
    assertThat(runs(APP)).isEqualTo(5);
  }

  @Test
  void aStepThatFailedRunsAgain() throws Exception {
    program("1.0");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> build(APP, Samples.source(), plan("fail"), Map.of(), true))
          .isInstanceOf(BuildFailed.class);
    }
    assertThat(runs(APP)).isEqualTo(2);
  }

  /** The folders of Go's modules are read-only, also for those who clear the cache. */
  @Test
  void modulesOfGoAreDownloadedOnce() throws Exception {
    for (int i = 0; i < 2; i++) {
      Path source = Samples.openFolder();
      Files.writeString(
          source.resolve("go.mod"),
          "module example.org/words\n\ngo 1.21\n\nrequire github.com/pkg/errors v0.9.1\n");
      Files.writeString(
          source.resolve("go.sum"),
          """
          github.com/pkg/errors v0.9.1 h1:FEBLx1zS214owpjy7qsBeixbURkuhQAwrK5UwLGTwt4=
          github.com/pkg/errors v0.9.1/go.mod h1:bwawxfHBFNV+L2hUp1rHADufV3IMtnDRdf1r5NINEl0=
          """);
      Files.writeString(
          source.resolve("main.go"), "package main\n\nfunc main() { /* " + i + " */ }");
      BuildPlan plan = Samples.plan(source);
      build(APP, source, installed(plan), Map.of(), true);
    }
    assertThat(heard.all()).contains("done go mod download ", "done go mod download cached");
    assertThat(data.resolve("cache/a1/go-mod/github.com/pkg/errors@v0.9.1")).isDirectory();
    engine.clearCache(APP);
    assertThat(data.resolve("cache/a1")).doesNotExist();
  }

  /** Without what comes after: Go takes its time to compile its own library first. */
  private static BuildPlan installed(BuildPlan plan) {
    Recipe recipe = (Recipe) plan.build();
    return plan.withBuild(
        recipe.withSteps(
            recipe.steps().stream().filter(s -> s.role() == BuildStep.Role.INSTALL).toList()));
  }

  private void program(String version) throws IOException {
    Path program = tools.resolve("fetcher");
    Files.deleteIfExists(program);
    Files.writeString(program, PROGRAM.replace("VERSION", version));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void fetch(AppId app, String input, Map<String, String> config, boolean cached)
      throws Exception {
    Path source = Samples.openFolder();
    Files.writeString(source.resolve("input.txt"), input);
    build(app, source, plan("get"), config, cached);
  }

  private static BuildPlan plan(String verb) {
    BuildStep step =
        new BuildStep(
            BuildStep.Role.INSTALL,
            verb,
            List.of("input.txt"),
            List.of(List.of("fetcher", verb)),
            List.of(CACHE),
            List.of());
    return Samples.plan(List.of(step), List.of(FETCHER));
  }

  private void build(
      AppId app, Path source, BuildPlan plan, Map<String, String> config, boolean cached)
      throws Exception {
    BuildRequest usual = Samples.request(app, ++deploys, source, plan);
    engine.build(
        new BuildRequest(app, usual.name(), deploys, usual.commit(), source, plan, config, cached),
        heard);
  }

  private long runs(AppId app) throws IOException {
    return Files.readAllLines(data.resolve("home/" + app + "/runs")).size();
  }
}
