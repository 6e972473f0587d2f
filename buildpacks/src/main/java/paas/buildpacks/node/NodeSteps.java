package paas.buildpacks.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.BuildStep.Role;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.source.SourceTree;

/**
 * The steps that make a Node.js app ready.
 *
 * @param tree where the steps run
 * @param json beside the lock file
 * @param workspace what is installed with it
 * @param caches of the tools that build
 * @param build the commands that build; may be empty
 * @param after what is to become of the packages that only the build needs
 */
record NodeSteps(
    SourceTree tree,
    PackageJson json,
    NodeManagers.Choice choice,
    Optional<Workspace> workspace,
    List<List<String>> build,
    List<BuildStep.Cache> caches,
    After after) {

  /** What becomes of packages once the app is built. */
  enum After {
    /** Those that the processes need stay. */
    PRUNE,
    /** All stay: the start command needs one of those for developers. */
    KEEP,
    /** None is needed any more. */
    REMOVE
  }

  /** The commands of scripts.build. */
  static List<List<String>> script(NodeManager manager, PackageJson json) {
    return json.script("build").isPresent()
        ? List.of(List.of(manager.name(), "run", "build"))
        : List.of();
  }

  /**
   * In order.
   *
   * @param notices receives what a person should know
   */
  List<BuildStep> all(List<String> notices) {
    var steps = new ArrayList<BuildStep>();
    NodeManager manager = choice.manager();
    boolean installs = json.installs() || manager.alwaysInstalls() || workspace.isPresent();
    if (!tree.list("node_modules").isEmpty()) {
      notices.add("node_modules is committed. Remove it: the packages are installed here anew.");
    }
    manager.tool().ifPresent(steps::add);
    if (installs) {
      steps.add(install(!build.isEmpty() || after == After.KEEP));
    }
    if (!build.isEmpty()) {
      steps.add(step(Role.BUILD, title(build.getFirst()), build, List.of()));
      if (installs) {
        trim().ifPresent(steps::add);
      }
    }
    return steps;
  }

  /** As people call it: what runs a program of a package is not worth a word. */
  private static String title(List<String> command) {
    String line = String.join(" ", command);
    return line.replaceFirst("^(?:sh -c cd \\S+ && exec )?(?:npm exec --no -- )?", "");
  }

  private Optional<BuildStep> trim() {
    NodeManager manager = choice.manager();
    return switch (after) {
      case KEEP -> Optional.empty();
      case REMOVE ->
          Optional.of(
              step(
                  Role.TRIM,
                  "remove node_modules",
                  List.of(join(List.of("rm", "-rf"), folders())),
                  List.of()));
      case PRUNE ->
          Optional.of(manager.prune(choice.locked()))
              .filter(commands -> !commands.isEmpty())
              .map(commands ->
                  step(Role.TRIM, manager.name() + " prune", commands, List.of("node_modules")));
    };
  }

  private List<String> folders() {
    return join(
        List.of("node_modules"),
        workspace.map(Workspace::packageFiles).orElse(List.of()).stream()
            .map(NodeSteps::packagesBeside)
            .toList());
  }

  private static String packagesBeside(String packageFile) {
    return packageFile.replaceFirst("[^/]*$", "node_modules");
  }

  private BuildStep install(boolean devs) {
    NodeManager manager = choice.manager();
    List<String> members = workspace.map(Workspace::packageFiles).orElse(List.of());
    List<String> needs =
        Stream.of(
                Stream.of(PackageJson.FILE), manager.settings().stream(), manager.locks().stream())
            .flatMap(files -> files)
            .filter(tree::isFile)
            .toList();
    boolean readsTree =
        json.installReadsTree()
            || manager.readsTree(tree)
            || workspace.filter(Workspace::installReadsTree).isPresent();
    return new BuildStep(
        Role.INSTALL,
        manager.installTitle(choice.locked()),
        readsTree ? List.of(Recipe.WHOLE_TREE) : join(needs, members),
        manager.install(choice.locked(), devs),
        List.of(manager.cache()),
        folders());
  }

  private static <T> List<T> join(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private BuildStep step(Role role, String title, List<List<String>> commands, List<String> makes) {
    return new BuildStep(
        role,
        title,
        List.of(Recipe.WHOLE_TREE),
        commands,
        join(List.of(choice.manager().cache()), caches),
        makes);
  }
}
