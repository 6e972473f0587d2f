package paas.buildpacks.node;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.source.SourceTree;
import paas.buildpacks.source.SubTree;

/**
 * Where an app of another language has the package.json of its assets.
 *
 * @param folder of the app, "" for itself
 * @param tree of that folder
 */
record AssetFolder(String folder, SourceTree tree, PackageJson json) {
  /** What a build script is called in a folder of its own. */
  private static final List<String> SCRIPTS = List.of("build", "deploy");

  /** Empty where there are no assets to make: packages alone are made use of in a folder only. */
  static Optional<AssetFolder> in(SourceTree app, String folder) {
    SourceTree tree = folder.isEmpty() ? app : new SubTree(app, folder);
    if (!tree.isFile(PackageJson.FILE)) {
      return Optional.empty();
    }
    PackageJson json = PackageJson.read(tree);
    boolean made = folder.isEmpty() ? json.script("build").isPresent() : json.installs();
    return made ? Optional.of(new AssetFolder(folder, tree, json)) : Optional.empty();
  }

  boolean isWhole() {
    return folder.isEmpty();
  }

  /** A path of it, as the app's. */
  String place(String path) {
    return isWhole() ? path : folder + "/" + path;
  }

  /** The commands that build; none where a step of the app's own language does that with it. */
  List<List<String>> script(NodeManager manager, Recipe recipe) {
    if (isWhole()) {
      return NodeSteps.script(manager, json);
    }
    boolean calls = recipe.steps().stream().anyMatch(step -> step.title().contains("assets"));
    return calls
        ? List.of()
        : SCRIPTS.stream()
            .filter(name -> json.script(name).isPresent())
            .limit(1)
            .map(name -> List.of(manager.name(), "run", name))
            .toList();
  }

  /** A step that was made for the folder, done from the app's; a manager is brought for both. */
  BuildStep inside(BuildStep step) {
    return isWhole() || step.role() == BuildStep.Role.TOOL
        ? step
        : new BuildStep(
            step.role(),
            step.title() + " in " + folder,
            step.needs().stream()
                .map(path -> path.equals(Recipe.WHOLE_TREE) ? path : place(path))
                .toList(),
            step.commands().stream()
                .map(
                    words -> Stream.concat(Stream.of("env", "-C", folder), words.stream()).toList())
                .toList(),
            step.caches(),
            step.makes().stream().map(this::place).toList());
  }
}
