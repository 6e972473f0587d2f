package paas.buildpacks;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Apps that bring their own Dockerfile. */
final class DockerfileProvider implements Provider {
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
  public BuildPlan plan(SourceTree tree, String evidence) {
    DockerfileReader file = DockerfileReader.read(evidence, tree.read(evidence).orElseThrow());
    return new BuildPlan(
        language(),
        evidence,
        List.of(),
        new Build.OwnDockerfile(evidence, file.images()),
        Map.of("web", new StartCommand(null, FILE)),
        null,
        file.soleExposedPort(),
        file.notices());
  }
}
