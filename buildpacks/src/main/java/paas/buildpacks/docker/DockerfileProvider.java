package paas.buildpacks.docker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Provider;
import paas.buildpacks.plan.Build;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.SourceTree;

/** Apps that bring their own Dockerfile. */
public final class DockerfileProvider implements Provider {
  private static final String FILE = "Dockerfile";
  private static final List<String> FILES = List.of(FILE, "Containerfile");
  private static final Pattern OTHER =
      Pattern.compile("(?:Dockerfile|Containerfile)[._-].+|.+\\.(?:Dockerfile|dockerfile)");

  /** Folders in which people keep several. */
  private static final List<String> FOLDERS = List.of("", "docker/");

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
    return "Dockerfile or Containerfile";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return FILES.stream().filter(tree::isFile).findFirst();
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
        .withNotices(
            Stream.concat(file.notices().stream(), beside(app.tree(), evidence).stream()).toList());
  }

  /** Dockerfiles of other names, which count only when one is named. */
  public static List<String> others(SourceTree tree) {
    return FOLDERS.stream()
        .flatMap(folder ->
            tree.list(folder.replace("/", "")).stream()
                .filter(name ->
                    OTHER.matcher(name).matches() || (FILE.equals(name) && !folder.isEmpty()))
                .filter(name -> !name.endsWith("/") && !name.endsWith(".dockerignore"))
                .map(name -> folder + name))
        .toList();
  }

  private static Optional<String> beside(SourceTree tree, String taken) {
    List<String> others = others(tree).stream().filter(name -> !name.equals(taken)).toList();
    return others.isEmpty() || !FILES.contains(taken)
        ? Optional.empty()
        : Optional.of(
            "There is also "
                + String.join(", ", others)
                + ": \"dockerfile: "
                + others.getFirst()
                + "\" in a paas.yml takes that one.");
  }
}
