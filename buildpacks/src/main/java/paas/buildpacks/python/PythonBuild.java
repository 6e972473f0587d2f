package paas.buildpacks.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.AddedFile;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;

/**
 * A Python app on its way to a plan: the same for everything that can fill a .venv.
 *
 * @param steps the last of which makes the .venv
 * @param buildEnv for the steps, beside what pip is told
 * @param files added to the tree
 */
record PythonBuild(
    PythonVersion python,
    List<BuildStep> steps,
    Map<String, String> buildEnv,
    List<AddedFile> files) {
  static final BuildStep.Cache PIP = new BuildStep.Cache("pip", "PIP_CACHE_DIR");

  /** An environment with nothing in it. */
  static BuildStep emptyEnvironment() {
    return new BuildStep(
        BuildStep.Role.INSTALL,
        "python environment",
        List.of(),
        List.of(List.of("python3", "-m", "venv", "--without-pip", ".venv")),
        List.of(),
        List.of(".venv"));
  }

  /** An environment that pip fills. */
  static BuildStep pip(List<String> needs, String... what) {
    var install = new ArrayList<>(List.of(".venv/bin/pip", "install"));
    install.addAll(List.of(what));
    return new BuildStep(
        BuildStep.Role.INSTALL,
        "pip install",
        needs,
        List.of(List.of("python3", "-m", "venv", ".venv"), install),
        List.of(PIP),
        List.of(".venv"));
  }

  BuildPlan plan(
      Versions.Line line, String evidence, Optional<StartCommand> web, List<String> notices) {
    String image = line.imageOf(python.version().version());
    boolean wholeTree = steps.stream().anyMatch(BuildStep::needsWholeTree);
    var env = new TreeMap<>(buildEnv);
    env.put("PIP_DISABLE_PIP_VERSION_CHECK", "1");
    env.put("PIP_NO_INPUT", "1");
    env.put("PIP_PROGRESS_BAR", "off");
    var recipe =
        Recipe.in(image)
            .withSteps(steps)
            .withBuildEnv(env)
            // The proxy is the only one that reaches the app: what it forwards is true.
            .withEnv(Map.of("PYTHONUNBUFFERED", "1", "FORWARDED_ALLOW_IPS", "*"))
            .withPath(List.of(".venv/bin"))
            .withFromBuild(List.of(wholeTree ? Recipe.WHOLE_TREE : ".venv"))
            .withFiles(files)
            .withTools(List.of(python.tool()));
    return BuildPlan.of("Python", evidence, recipe)
        .withVersions(List.of(python.version()))
        .withWeb(web)
        .withNotices(notices);
  }
}
