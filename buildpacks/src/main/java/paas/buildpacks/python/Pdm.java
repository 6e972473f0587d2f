package paas.buildpacks.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.source.SourceTree;

/** PDM, where its lock file is there. */
record Pdm(String standard) implements PythonManager {
  private static final String LOCK = "pdm.lock";
  private static final BuildStep.Cache CACHE = new BuildStep.Cache("pdm", "PDM_CACHE_DIR");

  /** It uses the .venv that is there, whatever its people have of their own. */
  private static final Map<String, String> ENV =
      Map.of(
          "PDM_CHECK_UPDATE", "false",
          "PDM_IGNORE_ACTIVE_VENV", "1",
          "PDM_IGNORE_SAVED_PYTHON", "1",
          "PDM_NON_INTERACTIVE", "1");

  @Override
  public String name() {
    return "pdm";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return Optional.of(LOCK).filter(lock -> tree.isFile(Pyproject.FILE) && tree.isFile(lock));
  }

  @Override
  public PythonPackages packages(SourceTree tree, Optional<String> tool) {
    Pyproject project = Pyproject.read(tree);
    boolean ofItself = project.isInstallable(tree);
    var arguments = new ArrayList<>(List.of("install", "--prod", "--check"));
    if (!ofItself) {
      arguments.add("--no-self");
    }
    List<String> needs =
        BroughtManager.needs(
            tree, ofItself || project.readsLocally(), Pyproject.FILE, LOCK, "pdm.toml");
    var install = new BroughtManager.Install(arguments, needs, List.of(CACHE), false);
    return PythonPackages.of(
            Requirements.of(project.dependencies()),
            Pyproject.FILE,
            new BroughtManager(name(), tool.orElse(standard)).steps(install))
        .asking(project.python())
        .starting(ofItself ? project.script() : Optional.empty())
        .withBuildEnv(ENV);
  }
}
