package paas.buildpacks.deno;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Provider;
import paas.buildpacks.language.Reading;
import paas.buildpacks.language.ToolVersions;
import paas.buildpacks.language.Versions;
import paas.buildpacks.language.Wish;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.BuildStep.Role;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.Tool;
import paas.buildpacks.source.SourceTree;

/**
 * Apps with a deno.json. Deno comes from the npm registry as the package managers of Node.js do; at
 * run time it needs nothing beside itself and the packages that were fetched.
 */
public final class DenoProvider implements Provider {
  private static final String TOOLS = ".paas/tools";
  private static final String PACKAGES = ".paas/deno";
  private static final List<String> LOCKS_OF_OTHERS =
      List.of("package-lock.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "bun.lockb");

  /** The program that a script of the package would start is started without it. */
  private static final String LINK =
      "ln -sf ../lib/node_modules/deno/node_modules/@deno/linux-*-glibc/deno deno";

  private static final BuildStep.Cache NPM_CACHE = new BuildStep.Cache("npm", "npm_config_cache");

  private final Versions.Line line;
  private final String buildImage;
  private final String runtimeImage;

  public DenoProvider(Versions versions) {
    line = versions.of("deno");
    buildImage = versions.of("node").imageOf(versions.of("node").standard());
    runtimeImage = versions.of("debian").imageOf(versions.of("debian").standard());
  }

  @Override
  public String language() {
    return "Deno";
  }

  @Override
  public String key() {
    return "deno";
  }

  @Override
  public String looksFor() {
    return "deno.json or deno.jsonc (Deno)";
  }

  /** An app that another manager installs has a deno.json for its tools. */
  @Override
  public Optional<String> evidence(SourceTree tree) {
    return LOCKS_OF_OTHERS.stream().anyMatch(tree::isFile)
        ? Optional.empty()
        : DenoJson.FILES.stream().filter(tree::isFile).findFirst();
  }

  @Override
  public String startRemedy() {
    return "Add \"tasks\": {\"start\": \"deno run --allow-net main.ts\"} to it, or a Procfile with"
        + " \"web: COMMAND\".";
  }

  @Override
  public BuildPlan plan(AppSource app, String evidence) {
    SourceTree tree = app.tree();
    DenoJson json = DenoJson.read(tree, evidence);
    Optional<DenoStart> start = DenoStart.of(tree, json);
    Optional<Wish> wish =
        ToolVersions.of(tree, "deno").map(text -> Wish.in(ToolVersions.FILE, text));
    BuildPlan.Version version = line.choose(app, wish, Reading.SEMVER).version();
    boolean locked = tree.isFile("deno.lock");
    List<BuildStep> steps = new ArrayList<>();
    steps.add(tool(version.version()));
    steps.add(install(tree, evidence, locked));
    json.task("build")
        .ifPresent(task -> steps.add(build("deno task build", List.of("deno", "task", "build"))));
    start
        .flatMap(DenoStart::entry)
        .ifPresent(entry -> steps.add(build("deno cache " + entry, cache(entry, locked))));
    Recipe recipe =
        Recipe.in(buildImage)
            .runIn(runtimeImage)
            .withSteps(steps)
            .withBuildEnv(Map.of("npm_config_update_notifier", "false", "npm_config_fund", "false"))
            .withEnv(Map.of("DENO_DIR", PACKAGES, "DENO_NO_UPDATE_CHECK", "1", "NO_COLOR", "1"))
            .withPath(List.of(TOOLS + "/bin"))
            .withFromBuild(fromBuild(tree, json))
            .withTools(tools());
    return BuildPlan.of(language(), evidence, recipe)
        .withVersions(List.of(version))
        .withWeb(start.map(DenoStart::command))
        .withNotices(
            locked
                ? List.of()
                : List.of("There is no deno.lock: versions may differ from yours. Commit one."));
  }

  private static List<String> fromBuild(SourceTree tree, DenoJson json) {
    boolean changesTheTree =
        json.task("build").isPresent() || json.laysOutPackages() || tree.isFile("package.json");
    return changesTheTree ? List.of(Recipe.WHOLE_TREE) : List.of(TOOLS, PACKAGES);
  }

  private static BuildStep tool(String version) {
    return new BuildStep(
        Role.TOOL,
        "deno " + version,
        List.of(),
        List.of(
            List.of(
                "npm",
                "install",
                "--global",
                "--ignore-scripts",
                "--prefix",
                TOOLS,
                "deno@" + version),
            List.of("sh", "-c", "cd " + TOOLS + "/bin && " + LINK)),
        List.of(NPM_CACHE),
        List.of(TOOLS));
  }

  private static BuildStep install(SourceTree tree, String evidence, boolean locked) {
    List<String> command = new ArrayList<>(List.of("deno", "install"));
    if (locked) {
      command.add("--frozen");
    }
    return new BuildStep(
        Role.INSTALL,
        "deno install",
        Stream.of(evidence, "deno.lock", "package.json", ".npmrc").filter(tree::isFile).toList(),
        List.of(command),
        List.of(),
        List.of(PACKAGES, "node_modules", "vendor"));
  }

  private static List<String> cache(String entry, boolean locked) {
    return locked ? List.of("deno", "cache", "--frozen", entry) : List.of("deno", "cache", entry);
  }

  private static BuildStep build(String title, List<String> command) {
    return new BuildStep(
        Role.BUILD,
        title,
        List.of(Recipe.WHOLE_TREE),
        List.of(command),
        List.of(),
        List.of(PACKAGES));
  }

  private static List<Tool> tools() {
    return List.of(
        Tool.simple(
            "node", "18", "Install the Debian package nodejs, or a newer one of nodejs.org."),
        Tool.simple("npm", "8", "Install the Debian package npm."));
  }
}
