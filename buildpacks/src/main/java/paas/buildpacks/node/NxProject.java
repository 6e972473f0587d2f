package paas.buildpacks.node;

import java.util.Optional;
import paas.buildpacks.source.Json;
import paas.buildpacks.source.SourceTree;

/** What a project.json of nx says. */
final class NxProject {
  private static final String FILE = "project.json";

  private NxProject() {}

  static Optional<String> nameIn(SourceTree tree) {
    return tree.read(FILE)
        .flatMap(text -> Optional.ofNullable(Json.text(FILE, Json.object(FILE, text), "name")));
  }
}
