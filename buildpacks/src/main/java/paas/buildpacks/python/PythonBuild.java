package paas.buildpacks.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.source.SourceTree;

/** A Python app on its way to a plan: the same for everything that can fill a .venv. */
record PythonBuild(Versions.Line line, PythonVersion python, PythonPackages packages) {
  static final BuildStep.Cache PIP = new BuildStep.Cache("pip", "PIP_CACHE_DIR");

  private static final String VENV = ".venv";

  /** Settings of Django that insist on a secret are read by the build too, which has none. */
  private static final Map<String, String> NO_SECRET =
      Map.of(
          "DJANGO_SECRET_KEY", "only-while-the-app-is-built",
          "SECRET_KEY", "only-while-the-app-is-built");

  /** An environment with nothing in it. */
  static BuildStep emptyEnvironment() {
    return new BuildStep(
        BuildStep.Role.INSTALL,
        "python environment",
        List.of(),
        List.of(List.of("python3", "-m", "venv", "--without-pip", VENV)),
        List.of(),
        List.of(VENV));
  }

  /** An environment that pip fills. */
  static BuildStep pip(List<String> needs, String... what) {
    var install = new ArrayList<>(List.of(".venv/bin/pip", "install"));
    install.addAll(List.of(what));
    return new BuildStep(
        BuildStep.Role.INSTALL,
        "pip install",
        needs,
        List.of(List.of("python3", "-m", "venv", VENV), install),
        List.of(PIP),
        List.of(VENV));
  }

  BuildPlan plan(SourceTree tree, String evidence) {
    var notices = new ArrayList<>(packages.notices());
    var start = new PythonStart(tree, packages.requirements(), packages.file(), notices);
    Optional<BuildStep> build = start.build();
    List<String> fromBuild = fromBuild(build);
    var processes = start.processes(packages.program());
    var recipe =
        Recipe.in(line.imageOf(python.version().version()))
            .withSteps(steps(build, fromBuild.contains(Recipe.WHOLE_TREE)))
            .withBuildEnv(buildEnv(build.isPresent()))
            // The proxy is the only one that reaches the app: what it forwards is true.
            .withEnv(Map.of("PYTHONUNBUFFERED", "1", "FORWARDED_ALLOW_IPS", "*"))
            .withPath(List.of(".venv/bin"))
            .withFromBuild(fromBuild)
            .withFiles(packages.files())
            .withTools(List.of(python.tool()));
    return BuildPlan.of("Python", evidence, recipe)
        .withVersions(List.of(python.version()))
        .withProcesses(processes)
        .withHealthPath(start.healthPath(processes))
        .withNotices(notices);
  }

  /** A manager that was brought is no part of the app, where all that the build left is. */
  private List<BuildStep> steps(Optional<BuildStep> build, boolean wholeTree) {
    Stream<BuildStep> trim =
        packages.steps().stream()
            .filter(step -> wholeTree && step.role() == BuildStep.Role.TOOL)
            .map(step ->
                new BuildStep(
                    BuildStep.Role.TRIM,
                    "remove " + step.title(),
                    List.of(Recipe.WHOLE_TREE),
                    List.of(List.of("rm", "-rf", step.makes().getFirst())),
                    List.of(),
                    List.of()));
    return Stream.of(packages.steps().stream(), build.stream(), trim)
        .flatMap(steps -> steps)
        .toList();
  }

  private Map<String, String> buildEnv(boolean readsSettings) {
    var env = new TreeMap<>(packages.buildEnv());
    env.put("PIP_DISABLE_PIP_VERSION_CHECK", "1");
    env.put("PIP_NO_INPUT", "1");
    env.put("PIP_PROGRESS_BAR", "off");
    env.putAll(readsSettings ? NO_SECRET : Map.of());
    return env;
  }

  /** What is installed stays in its layer when only the source changes. */
  private List<String> fromBuild(Optional<BuildStep> build) {
    boolean readTree = packages.steps().stream().anyMatch(BuildStep::needsWholeTree);
    boolean unknown = build.filter(step -> step.makes().isEmpty()).isPresent();
    if (readTree || unknown) {
      return List.of(Recipe.WHOLE_TREE);
    }
    return Stream.concat(Stream.of(VENV), build.stream().flatMap(step -> step.makes().stream()))
        .toList();
  }
}
