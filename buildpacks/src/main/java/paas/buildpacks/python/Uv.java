package paas.buildpacks.python;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.source.SourceTree;

/** uv, where its lock file is there; it uses the Python that is there. */
record Uv(String standard) implements PythonManager {
  private static final String LOCK = "uv.lock";
  private static final BuildStep.Cache CACHE = new BuildStep.Cache("uv", "UV_CACHE_DIR");

  /** It trusts whom the machine trusts. */
  private static final Map<String, String> ENV =
      Map.of(
          "UV_LINK_MODE", "copy",
          "UV_NO_PROGRESS", "1",
          "UV_PYTHON_DOWNLOADS", "never",
          "UV_SYSTEM_CERTS", "1");

  @Override
  public String name() {
    return "uv";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return Optional.of(LOCK).filter(lock -> tree.isFile(Pyproject.FILE) && tree.isFile(lock));
  }

  @Override
  public PythonPackages packages(SourceTree tree, Optional<String> tool) {
    Pyproject project = Pyproject.read(tree);
    List<String> needs =
        BroughtManager.needs(tree, project.needsTree(), Pyproject.FILE, LOCK, "uv.toml");
    List<String> arguments = List.of("sync", "--locked", "--no-dev", "--python", "python3");
    var install = new BroughtManager.Install(arguments, needs, List.of(CACHE), true);
    return PythonPackages.of(
            Requirements.of(project.dependencies()),
            Pyproject.FILE,
            new BroughtManager("uv", tool.orElse(standard)).steps(install))
        .asking(project.python())
        .starting(project.script())
        .withBuildEnv(ENV);
  }
}
