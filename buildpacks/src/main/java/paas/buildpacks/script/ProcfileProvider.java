package paas.buildpacks.script;

import java.util.List;
import java.util.Optional;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Provider;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Procfile;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.source.SourceTree;

/** Apps of no known language: a Procfile and scripts. */
public final class ProcfileProvider implements Provider {
  private final Versions.Line line;

  public ProcfileProvider(Versions versions) {
    line = versions.of("debian");
  }

  @Override
  public String language() {
    return "Procfile";
  }

  @Override
  public boolean buildsCode() {
    return false;
  }

  @Override
  public String key() {
    return "procfile";
  }

  @Override
  public String looksFor() {
    return "Procfile (any program)";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return tree.isFile(Procfile.FILE) ? Optional.of(Procfile.FILE) : Optional.empty();
  }

  @Override
  public String startRemedy() {
    return "Add a line such as \"web: ./server.sh\".";
  }

  @Override
  public BuildPlan plan(AppSource app, String evidence) {
    var version = new BuildPlan.Version("debian", line.standard(), "default");
    return BuildPlan.of(language(), evidence, Recipe.in(line.imageOf(line.standard())))
        .withVersions(List.of(version));
  }
}
