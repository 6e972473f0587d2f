package paas.buildpacks.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What makes the artifact: our recipe, the app's own Dockerfile, or programs of others. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Recipe.class, name = "recipe"),
  @JsonSubTypes.Type(value = Build.OwnDockerfile.class, name = "dockerfile"),
  @JsonSubTypes.Type(value = Buildpacks.class, name = "buildpacks")
})
public sealed interface Build permits Recipe, Build.OwnDockerfile, Buildpacks {

  /** Images that must be on the engine before the build starts, in order of use. */
  List<String> images();

  /**
   * The app's own Dockerfile.
   *
   * @param path of the Dockerfile in the tree
   */
  record OwnDockerfile(String path, List<String> images) implements Build {
    public OwnDockerfile {
      images = List.copyOf(images);
    }
  }
}
