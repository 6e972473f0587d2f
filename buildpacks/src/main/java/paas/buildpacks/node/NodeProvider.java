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
import paas.buildpacks.site.SiteServer;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceTree;

/** Apps with a package.json, built with their own package manager. */
public final class NodeProvider implements Provider {
  private static final String PROGRAMS = "node_modules/.bin";

  private final Versions.Line line;
  private final NodeManagers managers;
  private final String siteImage;

  public NodeProvider(Versions versions) {
    line = versions.of("node");
    managers = NodeManagers.of(versions);
    Versions.Line debian = versions.of("debian");
    siteImage = debian.imageOf(debian.standard());
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
  public BuildPlan plan(AppSource source, String evidence) {
    NodeApp app = NodeApp.of(source);
    PackageJson json = app.json();
    NodeVersion node = NodeVersion.of(app.source(), json, line);
    NodeManagers.Choice choice =
        managers.choose(source, app.tree(), app.lockJson(), node.version().version());
    NodeManager manager = choice.manager();
    Optional<Framework> framework = Frameworks.of(app.source().tree(), json, app.folder());
    NodeStart start = NodeStart.of(app.source(), json, manager.name(), framework);
    demandOneProject(app, start);
    var notices = new ArrayList<>(app.notices());
    notices.addAll(choice.notices());
    List<BuildStep> steps = steps(app, choice, framework, after(start, json, notices)).all(notices);
    var recipe =
        Recipe.in(node.image())
            .withSteps(steps)
            .withBuildEnv(buildEnv(manager))
            .withEnv(env(manager, framework))
            .withPath(path(app, manager))
            .withFromBuild(fromBuild(app, manager, steps))
            .withTools(node.tools());
    BuildPlan plan =
        BuildPlan.of(language(), evidence, recipe)
            .withVersions(
                Stream.concat(Stream.of(node.version()), choice.version().stream()).toList())
            .withWeb(start.web().map(app::started))
            .withNotices(notices);
    return app.covering(served(plan, recipe, app, start, framework));
  }

  /** Of several projects of Nx the app has to say which it is, unless it says how to start. */
  private static void demandOneProject(NodeApp app, NodeStart start) {
    List<NxProject> projects =
        app.isMember() || start.starts() || NodeApp.isToldHowToStart(app.source())
            ? List.of()
            : NxProject.applications(app.tree(), app.json());
    if (projects.size() > 1) {
      NxProject first = projects.getFirst();
      throw new BrokenSource(
          NxProject.WORKSPACE,
          0,
          "is of a workspace with several apps: "
              + String.join(", ", projects.stream().map(NxProject::name).toList()),
          "Say which one this is in a paas.yml, such as \"build: npx nx build "
              + first.name()
              + "\" and \"start: "
              + first.start()
              + "\".");
    }
  }

  private static NodeSteps steps(
      NodeApp app,
      NodeManagers.Choice choice,
      Optional<Framework> framework,
      NodeSteps.After after) {
    Optional<WorkspaceBuild> build =
        app.workspace()
            .filter(workspace -> app.isMember())
            .map(workspace -> new WorkspaceBuild(workspace, app.folder(), choice.manager()));
    return new NodeSteps(
        app.tree(),
        app.lockJson(),
        choice,
        app.workspace(),
        build
            .map(b -> b.commands(framework))
            .orElseGet(() -> build(choice.manager(), app.json(), framework)),
        build.map(WorkspaceBuild::caches).orElse(List.of()),
        after);
  }

  private static Map<String, String> env(NodeManager manager, Optional<Framework> framework) {
    var env = new TreeMap<>(manager.env());
    env.put("NODE_ENV", "production");
    framework.ifPresent(known -> env.putAll(known.env()));
    return env;
  }

  /** Pages need no Node.js once they are made, and a server that is whole needs no packages. */
  private BuildPlan served(
      BuildPlan plan, Recipe recipe, NodeApp app, NodeStart start, Optional<Framework> framework) {
    Recipe alone =
        start
            .alone()
            .map(folder -> recipe.withNothingBut(List.of(app.place(folder))))
            .orElse(recipe);
    if (start.pages().isEmpty()) {
      return plan.withBuild(alone);
    }
    Framework.Pages pages = start.pages().get();
    Recipe served = alone.alone() ? alone.runIn(siteImage) : alone;
    String origin = framework.map(Framework::name).orElse("");
    return SiteServer.serve(
        plan.withBuild(served),
        new SiteServer.Site(app.place(pages.folder()), pages.fallback(), origin));
  }

  private static NodeSteps.After after(NodeStart start, PackageJson json, List<String> notices) {
    if (start.alone().isPresent()) {
      return NodeSteps.After.REMOVE;
    }
    Optional<String> needed =
        start
            .web()
            .flatMap(web -> Optional.ofNullable(web.command()))
            .flatMap(line -> StartScript.needsOfDevelopers(json, line));
    needed.ifPresent(name ->
        notices.add(
            "The start command needs "
                + name
                + " of devDependencies, so all of them stay in the release. Move it to"
                + " dependencies."));
    return needed.isPresent() ? NodeSteps.After.KEEP : NodeSteps.After.PRUNE;
  }

  private static List<List<String>> build(
      NodeManager manager, PackageJson json, Optional<Framework> framework) {
    var commands = new ArrayList<>(NodeSteps.script(manager, json));
    if (commands.isEmpty()) {
      framework
          .flatMap(Framework::build)
          .ifPresent(words ->
              commands.add(
                  Stream.concat(Stream.of("npm", "exec", "--no", "--"), words.stream()).toList()));
    }
    framework.ifPresent(known -> commands.addAll(known.finish()));
    return commands;
  }

  private static List<String> path(NodeApp app, NodeManager manager) {
    List<String> path = new ArrayList<>();
    if (app.isMember()) {
      path.add(app.place(PROGRAMS));
    }
    path.add(PROGRAMS);
    if (manager.tool().isPresent()) {
      path.add(NodeManager.TOOLS + "/bin");
    }
    return path;
  }

  /** For every step. */
  static Map<String, String> buildEnv(NodeManager manager) {
    var env = new TreeMap<>(manager.buildEnv());
    List.of("audit", "fund", "update_notifier")
        .forEach(chatter -> env.put("npm_config_" + chatter, "false"));
    return env;
  }

  private static List<String> fromBuild(NodeApp app, NodeManager manager, List<BuildStep> steps) {
    if (steps.isEmpty()) {
      return List.of();
    }
    var made = new ArrayList<>(manager.tool().map(BuildStep::makes).orElse(List.of()));
    PackageJson json = app.json();
    if (app.workspace().isPresent() || steps.stream().anyMatch(BuildStep::needsWholeTree)) {
      return List.of(Recipe.WHOLE_TREE);
    }
    if (manager.alwaysInstalls() || json.hasRuntimePackages()) {
      made.add("node_modules");
    } else if (json.installs()) {
      return List.of(Recipe.WHOLE_TREE);
    }
    return made;
  }
}
