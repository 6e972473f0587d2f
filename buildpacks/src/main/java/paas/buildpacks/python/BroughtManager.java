package paas.buildpacks.python;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.source.SourceTree;

/**
 * A package manager that comes from where the packages come from, into a folder of its own, and is
 * no part of the app afterwards.
 *
 * @param name its program
 * @param requirement by which pip brings it: {@code poetry>=2,<3}
 */
record BroughtManager(String name, String requirement) {

  private String home() {
    return ".paas/" + name;
  }

  /** Brings it, and has it fill the .venv. */
  List<BuildStep> steps(Install install) {
    var bring =
        new BuildStep(
            BuildStep.Role.TOOL,
            name,
            List.of(),
            List.of(
                List.of("python3", "-m", "venv", home()),
                List.of(home() + "/bin/pip", "install", requirement)),
            List.of(PythonBuild.PIP),
            List.of(home()));
    var commands = new ArrayList<List<String>>();
    if (!install.makesVenv()) {
      commands.add(List.of("python3", "-m", "venv", ".venv"));
    }
    commands.add(Stream.concat(Stream.of(home() + "/bin/" + name), install.words()).toList());
    var fill =
        new BuildStep(
            BuildStep.Role.INSTALL,
            name + " " + install.arguments().getFirst(),
            install.needs(),
            commands,
            install.caches(),
            List.of(".venv"));
    return List.of(bring, fill);
  }

  /**
   * How it is called.
   *
   * @param needs the files that it reads
   * @param makesVenv whether it makes the .venv itself
   */
  record Install(
      List<String> arguments, List<String> needs, List<BuildStep.Cache> caches, boolean makesVenv) {

    private Stream<String> words() {
      return arguments.stream();
    }
  }

  /** The files of these that are there, or all of the tree. */
  static List<String> needs(SourceTree tree, boolean wholeTree, String... files) {
    return wholeTree ? List.of(Recipe.WHOLE_TREE) : Stream.of(files).filter(tree::isFile).toList();
  }
}
