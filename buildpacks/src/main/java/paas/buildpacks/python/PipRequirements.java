package paas.buildpacks.python;

import java.util.List;
import java.util.Optional;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.source.SourceTree;

/** pip with a requirements.txt; without one where a script's name alone tells that it is Python. */
record PipRequirements() implements PythonManager {
  static final String FILE = "requirements.txt";

  @Override
  public String name() {
    return "pip";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return Optional.of(FILE).filter(tree::isFile);
  }

  @Override
  public PythonPackages packages(SourceTree tree, Optional<String> tool) {
    Requirements requirements = Requirements.read(tree, FILE);
    return PythonPackages.of(requirements, FILE, List.of(install(requirements)));
  }

  private static BuildStep install(Requirements requirements) {
    if (requirements.isEmpty()) {
      return PythonBuild.emptyEnvironment();
    }
    List<String> needs =
        requirements.readsTree() ? List.of(Recipe.WHOLE_TREE) : requirements.files();
    return PythonBuild.pip(needs, "-r", FILE);
  }
}
