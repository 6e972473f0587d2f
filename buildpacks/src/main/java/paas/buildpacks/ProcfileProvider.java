package paas.buildpacks;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Apps of no known language: a Procfile and scripts. */
final class ProcfileProvider implements Provider {
  private final Versions.Line line;

  ProcfileProvider(Versions versions) {
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
  public BuildPlan plan(SourceTree tree, String evidence) {
    String image = line.imageOf(line.standard());
    var recipe =
        new Recipe(
            image, image, List.of(), Map.of(), Map.of(), List.of(), List.of(), List.of(),
            List.of());
    var version = new BuildPlan.Version("debian", line.standard(), "default");
    return new BuildPlan(
        language(), evidence, List.of(version), recipe, Map.of(), null, null, List.of());
  }
}
