package paas.buildpacks.python;

import java.util.List;
import java.util.Optional;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Provider;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.source.SourceTree;

/** Python apps, installed into an environment of their own. */
public final class PythonProvider implements Provider {
  private static final List<String> SCRIPTS =
      List.of("manage.py", "main.py", "app.py", "server.py", "wsgi.py", "asgi.py");
  private final Versions.Line line;
  private final PythonManagers managers;
  private final boolean byScript;

  private PythonProvider(Versions versions, boolean byScript) {
    line = versions.of("python");
    managers = PythonManagers.of(versions);
    this.byScript = byScript;
  }

  /** Apps that name their packages, in whatever form. */
  public static PythonProvider withPackages(Versions versions) {
    return new PythonProvider(versions, false);
  }

  /** Without packages a script's usual name is the evidence; it is weaker. */
  public static PythonProvider withScript(Versions versions) {
    return new PythonProvider(versions, true);
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
    return byScript
        ? String.join(", ", SCRIPTS) + " (Python)"
        : "requirements.txt, Pipfile, pyproject.toml with [project], uv.lock, poetry.lock or"
            + " pdm.lock (Python)";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return byScript ? SCRIPTS.stream().filter(tree::isFile).findFirst() : managers.evidence(tree);
  }

  @Override
  public String startRemedy() {
    return "Name the app's file main.py or app.py, or add a Procfile with \"web: COMMAND\".";
  }

  @Override
  public BuildPlan plan(AppSource app, String evidence) {
    PythonPackages packages = managers.packages(app);
    var python = PythonVersion.of(app, line, packages.python());
    return new PythonBuild(line, python, packages).plan(app.tree(), evidence);
  }
}
