package paas.buildpacks.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Provider;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.SourceTree;

/** Python apps, installed by pip into an environment of their own. */
public final class PythonProvider implements Provider {
  private static final String REQUIREMENTS = "requirements.txt";
  private static final List<String> SCRIPTS =
      List.of("manage.py", "main.py", "app.py", "server.py", "wsgi.py", "asgi.py");
  private final Versions.Line line;
  private final List<String> evidence;

  private PythonProvider(Versions versions, List<String> evidence) {
    line = versions.of("python");
    this.evidence = evidence;
  }

  public static PythonProvider withRequirements(Versions versions) {
    return new PythonProvider(versions, List.of(REQUIREMENTS));
  }

  /** Without requirements a script's usual name is the evidence; it is weaker. */
  public static PythonProvider withScript(Versions versions) {
    return new PythonProvider(versions, SCRIPTS);
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
    return String.join(", ", evidence) + " (Python)";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return evidence.stream().filter(tree::isFile).findFirst();
  }

  @Override
  public String startRemedy() {
    return "Name the app's file main.py or app.py, or add a Procfile with \"web: COMMAND\".";
  }

  @Override
  public BuildPlan plan(AppSource app, String evidence) {
    SourceTree tree = app.tree();
    Requirements requirements = Requirements.read(tree, REQUIREMENTS);
    var notices = new ArrayList<String>();
    Optional<StartCommand> web = new PythonStart(tree, requirements, REQUIREMENTS, notices).find();
    var python = PythonVersion.of(tree, line, Optional.empty());
    return new PythonBuild(python, List.of(install(requirements)), Map.of(), List.of())
        .plan(line, evidence, web, notices);
  }

  private static BuildStep install(Requirements requirements) {
    if (requirements.isEmpty()) {
      return PythonBuild.emptyEnvironment();
    }
    List<String> needs =
        requirements.readsTree() ? List.of(Recipe.WHOLE_TREE) : requirements.files();
    return PythonBuild.pip(needs, "-r", REQUIREMENTS);
  }
}
