package paas.buildpacks.node;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.BuildStep.Role;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.source.SourceTree;

/** The steps that build an app of Node.js with its package manager. */
record NodeSteps(SourceTree tree, PackageJson json, NodeManagers.Choice choice) {

  /**
   * In order.
   *
   * @param notices receives what a person should know
   */
  List<BuildStep> all(List<String> notices) {
    var steps = new ArrayList<BuildStep>();
    NodeManager manager = choice.manager();
    boolean builds = json.script("build").isPresent();
    boolean installs = json.installs() || manager.alwaysInstalls();
    if (!tree.list("node_modules").isEmpty()) {
      notices.add("node_modules is committed. Remove it: the packages are installed here anew.");
    }
    manager.tool().ifPresent(steps::add);
    if (installs) {
      steps.add(install(builds));
    }
    if (builds) {
      List<String> command = List.of(manager.name(), "run", "build");
      steps.add(step(Role.BUILD, String.join(" ", command), List.of(command), List.of()));
      List<List<String>> prune = manager.prune(choice.locked());
      if (installs && !prune.isEmpty()) {
        steps.add(step(Role.TRIM, manager.name() + " prune", prune, List.of("node_modules")));
      }
    }
    return steps;
  }

  private BuildStep install(boolean devs) {
    NodeManager manager = choice.manager();
    List<String> needs =
        Stream.of(
                Stream.of(PackageJson.FILE), manager.settings().stream(), manager.locks().stream())
            .flatMap(files -> files)
            .filter(tree::isFile)
            .toList();
    boolean readsTree = json.installReadsTree() || manager.readsTree(tree);
    return new BuildStep(
        Role.INSTALL,
        manager.installTitle(choice.locked()),
        readsTree ? List.of(Recipe.WHOLE_TREE) : needs,
        manager.install(choice.locked(), devs),
        List.of(manager.cache()),
        List.of("node_modules"));
  }

  private BuildStep step(Role role, String title, List<List<String>> commands, List<String> makes) {
    return new BuildStep(
        role,
        title,
        List.of(Recipe.WHOLE_TREE),
        commands,
        List.of(choice.manager().cache()),
        makes);
  }
}
