package paas.buildpacks.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Provider;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.AddedFile;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.SourceTree;

/** Python apps that pyproject.toml describes, installed by uv where its lock file is there. */
public final class PyprojectProvider implements Provider {
  private static final String LOCK = "uv.lock";
  private static final String LISTED = ".paas/requirements.txt";
  private static final String UV_HOME = ".paas/uv";
  private static final BuildStep.Cache UV = new BuildStep.Cache("uv", "UV_CACHE_DIR");

  /** It uses the Python that is there, and trusts whom the machine trusts. */
  private static final Map<String, String> UV_ENV =
      Map.of(
          "UV_LINK_MODE", "copy",
          "UV_NO_PROGRESS", "1",
          "UV_PYTHON_DOWNLOADS", "never",
          "UV_SYSTEM_CERTS", "1");

  private final Versions.Line line;
  private final String uv;
  private final boolean locked;

  private PyprojectProvider(Versions versions, boolean locked) {
    line = versions.of("python");
    uv = versions.of("uv").standard();
    this.locked = locked;
  }

  /** A lock file says more than a requirements.txt beside it. */
  public static PyprojectProvider locked(Versions versions) {
    return new PyprojectProvider(versions, true);
  }

  /** Without one, a requirements.txt says more. */
  public static PyprojectProvider unlocked(Versions versions) {
    return new PyprojectProvider(versions, false);
  }

  @Override
  public String language() {
    return "Python";
  }

  @Override
  public String key() {
    return "python";
  }

  @Override
  public boolean takesAssets() {
    return true;
  }

  @Override
  public String looksFor() {
    return locked
        ? "pyproject.toml with uv.lock (Python)"
        : "pyproject.toml with [project] (Python)";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    boolean found =
        tree.isFile(Pyproject.FILE) && (locked ? tree.isFile(LOCK) : Pyproject.describesApp(tree));
    return found ? Optional.of(locked ? LOCK : Pyproject.FILE) : Optional.empty();
  }

  @Override
  public String startRemedy() {
    return "Name the app's file main.py or app.py, or add a Procfile with \"web: COMMAND\".";
  }

  @Override
  public BuildPlan plan(AppSource app, String evidence) {
    SourceTree tree = app.tree();
    Pyproject project = Pyproject.read(tree);
    var notices = new ArrayList<String>();
    if (locked && tree.isFile("requirements.txt")) {
      notices.add("requirements.txt is not read: packages are installed by uv (uv.lock).");
    }
    Requirements requirements = Requirements.of(project.dependencies());
    Optional<StartCommand> web =
        new PythonStart(tree, requirements, Pyproject.FILE, notices).find().or(project::script);
    var python = PythonVersion.of(tree, line, project.requiresPython());
    boolean listed = !locked && !project.isPackage() && !requirements.isEmpty();
    List<AddedFile> files =
        listed
            ? List.of(new AddedFile(LISTED, String.join("\n", project.dependencies()) + "\n"))
            : List.of();
    List<BuildStep> steps = locked ? byUv(project) : List.of(byPip(project, listed));
    return new PythonBuild(python, steps, locked ? UV_ENV : Map.of(), files)
        .plan(line, evidence, web, notices);
  }

  /** A project that is no package has nothing that pip could install but what it depends on. */
  private static BuildStep byPip(Pyproject project, boolean listed) {
    List<String> tree = List.of(Recipe.WHOLE_TREE);
    if (project.isPackage()) {
      return PythonBuild.pip(tree, ".");
    }
    return listed
        ? PythonBuild.pip(project.needsTree() ? tree : List.of(LISTED), "-r", LISTED)
        : PythonBuild.emptyEnvironment();
  }

  /** uv comes from where the packages come from, and goes before the app runs. */
  private List<BuildStep> byUv(Pyproject project) {
    var bring =
        new BuildStep(
            BuildStep.Role.TOOL,
            "uv",
            List.of(),
            List.of(
                List.of("python3", "-m", "venv", UV_HOME),
                List.of(UV_HOME + "/bin/pip", "install", uv)),
            List.of(PythonBuild.PIP),
            List.of(UV_HOME));
    var sync =
        Stream.of(UV_HOME + "/bin/uv", "sync", "--locked", "--no-dev", "--python", "python3");
    var commands = new ArrayList<>(List.of(sync.toList()));
    if (project.needsTree()) {
      commands.add(List.of("rm", "-rf", UV_HOME));
    }
    List<String> needs =
        project.needsTree() ? List.of(Recipe.WHOLE_TREE) : List.of(Pyproject.FILE, LOCK);
    return List.of(
        bring,
        new BuildStep(
            BuildStep.Role.INSTALL, "uv sync", needs, commands, List.of(UV), List.of(".venv")));
  }
}
