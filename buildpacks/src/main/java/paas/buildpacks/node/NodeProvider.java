package paas.buildpacks.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Provider;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/** Apps with a package.json, built with npm. */
public final class NodeProvider implements Provider {
  private final Versions.Line line;
  private final NodeManagers managers;

  public NodeProvider(Versions versions) {
    line = versions.of("node");
    managers = NodeManagers.of(versions);
  }

  @Override
  public String language() {
    return "Node.js";
  }

  @Override
  public String key() {
    return "node";
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
    return "Add \"scripts\": {\"start\": \"node server.js\"} to it, or a Procfile with \"web:"
        + " COMMAND\".";
  }

  @Override
  public BuildPlan plan(AppSource app, String evidence) {
    SourceTree tree = app.tree();
    PackageJson json = PackageJson.read(tree);
    NodeVersion node = NodeVersion.of(app, json, line);
    NodeManagers.Choice choice = managers.choose(app, tree, json);
    NodeManager manager = choice.manager();
    var notices = new ArrayList<>(choice.notices());
    List<BuildStep> steps = new NodeSteps(tree, json, choice).all(notices);
    var env = new TreeMap<>(manager.env());
    env.put("NODE_ENV", "production");
    var recipe =
        Recipe.in(node.image())
            .withSteps(steps)
            .withBuildEnv(buildEnv(manager))
            .withEnv(env)
            .withPath(path(manager))
            .withFromBuild(fromBuild(json, manager, steps))
            .withTools(node.tools());
    return BuildPlan.of(language(), evidence, recipe)
        .withVersions(Stream.concat(Stream.of(node.version()), choice.version().stream()).toList())
        .withProcesses(start(tree, json))
        .withNotices(notices);
  }

  private static List<String> path(NodeManager manager) {
    return manager.tool().isPresent()
        ? List.of("node_modules/.bin", NodeManager.TOOLS + "/bin")
        : List.of("node_modules/.bin");
  }

  /** For every step. */
  static Map<String, String> buildEnv(NodeManager manager) {
    var env = new TreeMap<>(manager.buildEnv());
    List.of("audit", "fund", "update_notifier")
        .forEach(chatter -> env.put("npm_config_" + chatter, "false"));
    return env;
  }

  private static List<String> fromBuild(
      PackageJson json, NodeManager manager, List<BuildStep> steps) {
    if (steps.isEmpty()) {
      return List.of();
    }
    var made = new ArrayList<>(manager.tool().map(BuildStep::makes).orElse(List.of()));
    if (steps.stream().anyMatch(BuildStep::needsWholeTree)) {
      return List.of(Recipe.WHOLE_TREE);
    }
    if (manager.alwaysInstalls() || json.hasRuntimePackages()) {
      made.add("node_modules");
    } else if (json.installs()) {
      return List.of(Recipe.WHOLE_TREE);
    }
    return made;
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
