package paas.buildpacks.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.source.SourceTree;

/** Poetry, by its lock file or by its table in pyproject.toml. */
record Poetry(String standard) implements PythonManager {
  private static final String LOCK = "poetry.lock";
  private static final BuildStep.Cache CACHE = new BuildStep.Cache("poetry", "POETRY_CACHE_DIR");
  private static final Map<String, String> ENV =
      Map.of(
          "POETRY_NO_INTERACTION", "1",
          "POETRY_VIRTUALENVS_CREATE", "true",
          "POETRY_VIRTUALENVS_IN_PROJECT", "true");

  @Override
  public String name() {
    return "poetry";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    if (!tree.isFile(Pyproject.FILE)) {
      return Optional.empty();
    }
    return tree.isFile(LOCK)
        ? Optional.of(LOCK)
        : Optional.of(Pyproject.FILE).filter(file -> Pyproject.hasTable(tree, "tool.poetry"));
  }

  @Override
  public PythonPackages packages(SourceTree tree, Optional<String> tool) {
    Pyproject project = Pyproject.read(tree);
    boolean ofItself = project.isInstallable(tree);
    var arguments = new ArrayList<>(List.of("install", "--only", "main", "--no-ansi"));
    if (!ofItself) {
      arguments.add("--no-root");
    }
    List<String> needs =
        BroughtManager.needs(
            tree, ofItself || project.readsLocally(), Pyproject.FILE, LOCK, "poetry.toml");
    var install = new BroughtManager.Install(arguments, needs, List.of(CACHE), false);
    return PythonPackages.of(
            Requirements.of(project.dependencies()),
            Pyproject.FILE,
            new BroughtManager(name(), tool.orElse(standard)).steps(install))
        .asking(project.python())
        .starting(ofItself ? project.script() : Optional.empty())
        .withBuildEnv(ENV)
        .telling(
            tree.isFile(LOCK)
                ? List.of()
                : List.of(
                    "There is no poetry.lock: what is installed may differ from build to build. Run"
                        + " \"poetry lock\" and commit it."));
  }
}
