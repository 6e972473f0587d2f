package paas.buildpacks.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.Borrowed;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.BuildStep.Role;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.Tool;

/**
 * What Node.js does for an app of another language: its package.json has a build script, which
 * makes the assets before the app's own build collects them. Node.js is borrowed for the build and
 * is not in the final image, nor are the packages.
 */
public final class NodeAssets {
  /** Links of npm stay links where whole folders are copied. */
  private static final List<String> PLACES =
      List.of("/usr/local/bin", "/usr/local/lib/node_modules");

  private final Versions.Line line;
  private final NodeManagers managers;

  public NodeAssets(Versions versions) {
    line = versions.of("node");
    managers = NodeManagers.of(versions);
  }

  /**
   * The plan with the steps that make the assets, the same plan where there are none to make.
   *
   * @param folders where the package.json may lie
   */
  public BuildPlan into(BuildPlan plan, AppSource app, List<String> folders) {
    Optional<AssetFolder> found =
        folders.stream().flatMap(folder -> AssetFolder.in(app.tree(), folder).stream()).findFirst();
    return plan.build() instanceof Recipe recipe && found.isPresent()
        ? with(plan, recipe, app, found.get())
        : plan;
  }

  private BuildPlan with(BuildPlan plan, Recipe recipe, AppSource app, AssetFolder folder) {
    PackageJson json = folder.json();
    NodeVersion node = NodeVersion.of(app, json, line);
    NodeManagers.Choice choice =
        managers.choose(app, folder.tree(), json, node.version().version());
    List<String> notices = new ArrayList<>(plan.notices());
    List<BuildStep> own =
        new NodeSteps(
                folder.tree(),
                json,
                choice,
                Workspace.of(folder.tree()),
                folder.script(choice.manager(), recipe),
                List.of(),
                NodeSteps.After.KEEP)
            .all(notices);
    List<BuildStep> steps =
        Stream.of(
                before(recipe),
                own.stream().map(folder::inside),
                after(recipe),
                Stream.of(trim(recipe, folder)))
            .flatMap(part -> part)
            .sorted(Comparator.comparing(BuildStep::role))
            .toList();
    Recipe joined =
        recipe
            .borrowing(join(recipe.borrowed(), List.of(new Borrowed(node.image(), PLACES, false))))
            .withSteps(steps)
            .withBuildEnv(buildEnv(recipe, choice.manager()))
            .withPath(join(recipe.path(), toolPath(choice.manager())))
            .withFromBuild(folder.isWhole() ? wholeTree(recipe.fromBuild()) : recipe.fromBuild())
            .withTools(tools(recipe, node));
    var version =
        new BuildPlan.Version(
            node.version().tool(),
            node.version().version(),
            node.version().source() + ", builds the assets");
    return plan.withBuild(joined)
        .withVersions(
            join(plan.versions(), join(List.of(version), choice.version().stream().toList())))
        .withNotices(notices);
  }

  /** Of one role, what installs for the app's own language stands first. */
  private static Stream<BuildStep> before(Recipe recipe) {
    return recipe.steps().stream().filter(step -> step.role().compareTo(Role.BUILD) < 0);
  }

  /** What the app's own language builds may collect the assets: it stands last. */
  private static Stream<BuildStep> after(Recipe recipe) {
    return recipe.steps().stream().filter(step -> step.role().compareTo(Role.BUILD) >= 0);
  }

  private static BuildStep trim(Recipe recipe, AssetFolder folder) {
    List<String> gone = new ArrayList<>(List.of("rm", "-rf", folder.place("node_modules")));
    boolean toolsAreOurs =
        recipe.steps().stream().noneMatch(step -> step.makes().contains(NodeManager.TOOLS));
    if (toolsAreOurs) {
      gone.add(NodeManager.TOOLS);
    }
    // All that the build left is part of the image now: what only brought packages goes.
    recipe.steps().stream()
        .filter(step -> step.role() == Role.TOOL)
        .flatMap(step -> step.makes().stream())
        .filter(made -> recipe.path().stream().noneMatch(place -> place.startsWith(made)))
        .forEach(gone::add);
    return new BuildStep(
        Role.TRIM,
        "remove node_modules",
        List.of(Recipe.WHOLE_TREE),
        List.of(gone),
        List.of(),
        List.of());
  }

  private static Map<String, String> buildEnv(Recipe recipe, NodeManager manager) {
    var env = new TreeMap<>(NodeProvider.buildEnv(manager));
    env.putAll(manager.env());
    env.put("NODE_ENV", "production");
    env.putAll(recipe.buildEnv());
    return env;
  }

  private static List<String> toolPath(NodeManager manager) {
    return manager.tool().isPresent() ? List.of(NodeManager.TOOLS + "/bin") : List.of();
  }

  /** Nobody knows where the assets are. */
  private static List<String> wholeTree(List<String> fromBuild) {
    return Stream.concat(
            Stream.of(Recipe.WHOLE_TREE), fromBuild.stream().filter(path -> path.startsWith("/")))
        .toList();
  }

  private static List<Tool> tools(Recipe recipe, NodeVersion node) {
    List<String> known = recipe.tools().stream().map(Tool::name).toList();
    return join(
        recipe.tools(),
        node.tools().stream().filter(tool -> !known.contains(tool.name())).toList());
  }

  private static <T> List<T> join(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).distinct().toList();
  }
}
