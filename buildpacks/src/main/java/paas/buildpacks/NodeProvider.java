package paas.buildpacks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Apps with a package.json, built with npm. */
final class NodeProvider implements Provider {
  private static final BuildStep.Cache NPM = new BuildStep.Cache("npm", "npm_config_cache");
  private static final List<String> LOCKS = List.of("package-lock.json", "npm-shrinkwrap.json");
  private static final List<String> OTHER_LOCKS =
      List.of("yarn.lock", "pnpm-lock.yaml", "bun.lockb", "bun.lock");

  private final Versions.Line line;

  NodeProvider(Versions versions) {
    line = versions.of("node");
  }

  @Override
  public String language() {
    return "Node.js";
  }

  @Override
  public String looksFor() {
    return "package.json (Node.js)";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return tree.isFile(PackageJson.FILE) ? Optional.of(PackageJson.FILE) : Optional.empty();
  }

  @Override
  public String startRemedy() {
    return "Add \"scripts\": {\"start\": \"node server.js\"} to it, or a Procfile with \"web: COMMAND\".";
  }

  @Override
  public BuildPlan plan(SourceTree tree, String evidence) {
    PackageJson json = PackageJson.read(tree);
    Optional<Asked> asked = asked(tree, json);
    BuildPlan.Version version = asked.map(this::version).orElseGet(this::standard);
    String image = line.imageOf(version.version());
    var notices = new ArrayList<String>();
    List<BuildStep> steps = steps(tree, json, notices);
    var recipe =
        new Recipe(
            image,
            image,
            steps,
            Map.of("npm_config_update_notifier", "false", "npm_config_fund", "false"),
            Map.of("NODE_ENV", "production"),
            List.of("node_modules/.bin"),
            fromBuild(json, steps),
            List.of(),
            tools(localMinimum(asked)));
    return new BuildPlan(
        language(), evidence, List.of(version), recipe, start(tree, json), null, null, notices);
  }

  private static Optional<Asked> asked(SourceTree tree, PackageJson json) {
    return Stream.of(".node-version", ".nvmrc")
        .flatMap(file -> askedIn(tree, file).stream())
        .findFirst()
        .or(() ->
            json.engine()
                .map(range -> new Asked(PackageJson.FILE, range, "engines \"" + range + "\"")));
  }

  private BuildPlan.Version standard() {
    return new BuildPlan.Version("node", line.standard(), "default");
  }

  private BuildPlan.Version version(Asked asked) {
    return NodeRange.choose(asked.range(), line)
        .map(major -> new BuildPlan.Version("node", major, asked.source()))
        .orElseThrow(() -> notOffered(asked));
  }

  /** The oldest that the machine's own Node.js may be: an image is chosen, a machine is given. */
  private String localMinimum(Optional<Asked> asked) {
    return asked.flatMap(wish -> NodeRange.oldest(wish.range(), line)).orElse(line.localMinimum());
  }

  private record Asked(String file, String range, String source) {}

  private static Optional<Asked> askedIn(SourceTree tree, String file) {
    return FirstLine.of(tree, file)
        .map(range -> new Asked(file, range, file + " \"" + range + "\""));
  }

  private BrokenSource notOffered(Asked asked) {
    return new BrokenSource(
        asked.file(),
        0,
        "asks for Node.js \"" + FirstLine.shown(asked.range()) + "\", which is not offered",
        "Ask for one of " + String.join(", ", line.offered()) + ".");
  }

  private static List<BuildStep> steps(SourceTree tree, PackageJson json, List<String> notices) {
    var steps = new ArrayList<BuildStep>();
    boolean builds = json.script("build").isPresent();
    if (!tree.list("node_modules").isEmpty()) {
      notices.add("node_modules is committed. Remove it: the packages are installed here anew.");
    }
    if (json.installs()) {
      steps.add(install(tree, json, builds, notices));
    }
    if (builds) {
      steps.add(step("npm run build", List.of(Recipe.WHOLE_TREE), List.of("npm", "run", "build")));
      if (json.installs()) {
        steps.add(
            step("npm prune", List.of(Recipe.WHOLE_TREE), List.of("npm", "prune", "--omit=dev")));
      }
    }
    return steps;
  }

  private static BuildStep install(
      SourceTree tree, PackageJson json, boolean builds, List<String> notices) {
    Optional<String> lock = LOCKS.stream().filter(tree::isFile).findFirst();
    if (lock.isEmpty()) {
      notices.add("There is no package-lock.json: versions may differ from yours. Commit one.");
      OTHER_LOCKS.stream()
          .filter(tree::isFile)
          .findFirst()
          .ifPresent(other -> notices.add(other + " is not read: packages are installed by npm."));
    }
    String devs = builds ? "--include=dev" : "--omit=dev";
    List<String> command =
        lock.isPresent()
            ? List.of("npm", "ci", devs)
            : List.of("npm", "install", "--no-package-lock", devs);
    String title = lock.isPresent() ? "npm ci" : "npm install";
    if (json.installReadsTree()) {
      return step(title, List.of(Recipe.WHOLE_TREE), command);
    }
    List<String> needs =
        Stream.concat(Stream.of(PackageJson.FILE, ".npmrc"), LOCKS.stream())
            .filter(tree::isFile)
            .toList();
    return step(title, needs, command);
  }

  private static BuildStep step(String title, List<String> needs, List<String> command) {
    List<String> makes = title.equals("npm run build") ? List.of() : List.of("node_modules");
    return new BuildStep(title, needs, List.of(command), List.of(NPM), makes);
  }

  private static List<String> fromBuild(PackageJson json, List<BuildStep> steps) {
    if (steps.isEmpty()) {
      return List.of();
    }
    boolean onlyModules = steps.stream().noneMatch(BuildStep::needsWholeTree);
    return List.of(onlyModules && json.hasRuntimePackages() ? "node_modules" : Recipe.WHOLE_TREE);
  }

  private static List<Tool> tools(String atLeast) {
    return List.of(
        Tool.simple(
            "node", atLeast, "Install the Debian package nodejs, or a newer one of nodejs.org."),
        Tool.simple("npm", "8", "Install the Debian package npm."));
  }

  private static Map<String, StartCommand> start(SourceTree tree, PackageJson json) {
    Optional<StartCommand> start =
        json.startCommand()
            .or(() -> mainFile(tree, json).map(file -> new StartCommand("node " + file, "main")))
            .or(() ->
                Stream.of("server.js", "index.js")
                    .filter(tree::isFile)
                    .findFirst()
                    .map(file -> new StartCommand("node " + file, file)));
    return start.<Map<String, StartCommand>>map(s -> Map.of("web", s)).orElse(Map.of());
  }

  private static Optional<String> mainFile(SourceTree tree, PackageJson json) {
    return json.main()
        .map(main -> main.startsWith("./") ? main.substring(2) : main)
        .filter(SourceText::isHarmlessPath)
        .flatMap(main -> Stream.of(main, main + ".js").filter(tree::isFile).findFirst());
  }
}
