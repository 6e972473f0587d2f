package paas.buildpacks.docker;

import java.util.Map;
import java.util.Optional;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Provider;
import paas.buildpacks.plan.Build;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.SourceTree;

/** Apps that bring their own Dockerfile. */
public final class DockerfileProvider implements Provider {
  private static final String FILE = "Dockerfile";

  @Override
  public String language() {
    return FILE;
  }

  @Override
  public boolean buildsCode() {
    return false;
  }

  @Override
  public String key() {
    return "dockerfile";
  }

  @Override
  public String looksFor() {
    return FILE;
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return tree.isFile(FILE) ? Optional.of(FILE) : Optional.empty();
  }

  @Override
  public String startRemedy() {
    return "Add a CMD to it.";
  }

  @Override
  public BuildPlan plan(AppSource app, String evidence) {
    DockerfileReader file =
        DockerfileReader.read(evidence, app.tree().read(evidence).orElseThrow());
    return BuildPlan.of(language(), evidence, new Build.OwnDockerfile(evidence, file.images()))
        .withProcesses(Map.of("web", new StartCommand(null, FILE)))
        .withExposedPort(file.soleExposedPort())
        .withNotices(file.notices());
  }
}
