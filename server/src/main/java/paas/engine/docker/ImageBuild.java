package paas.engine.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import paas.buildpacks.plan.AddedFile;
import paas.buildpacks.plan.Build;
import paas.buildpacks.plan.Buildpacks;
import paas.buildpacks.plan.ConfigMount;
import paas.buildpacks.plan.DockerfileRenderer;
import paas.buildpacks.plan.Recipe;
import paas.engine.BuildConfig;
import paas.engine.BuildRequest;

/**
 * A plan as Docker builds it.
 *
 * @param dockerfile its path in the context
 * @param added what the platform adds to the context, by path
 * @param own whether the Dockerfile is the app's own
 * @param images what must be on the engine first
 * @param secrets what its steps may ask for by name
 */
record ImageBuild(
    String dockerfile,
    Map<String, byte[]> added,
    boolean own,
    List<String> images,
    Map<String, String> secrets) {
  /** A name that no app's own file has. */
  private static final String RENDERED = ".paas/Dockerfile";

  static ImageBuild of(BuildRequest request, DockerfileRenderer renderer) {
    return switch (request.plan().build()) {
      case Buildpacks packs -> {
        Map<String, byte[]> added = new LinkedHashMap<>();
        added.put(RENDERED, bytes(renderer.render(request.plan())));
        packs.files().forEach(file -> added.put(file.path(), bytes(file.content())));
        // Only mounted while it is built: none of it becomes part of a layer.
        added.put(Buildpacks.COMMIT, bytes(request.commit() + "\n"));
        request
            .config()
            .forEach((name, value) -> added.put(Buildpacks.ENV_FOLDER + "/" + name, bytes(value)));
        yield new ImageBuild(RENDERED, added, false, packs.images(), Map.of());
      }
      case Build.OwnDockerfile own ->
          new ImageBuild(own.path(), Map.of(), true, own.images(), request.config());
      case Recipe recipe -> {
        Map<String, byte[]> added = new LinkedHashMap<>();
        added.put(RENDERED, bytes(renderer.render(request.plan())));
        for (AddedFile file : recipe.files()) {
          added.put(file.path(), bytes(file.content()));
        }
        yield new ImageBuild(RENDERED, added, false, recipe.images(), secrets(request, recipe));
      }
    };
  }

  private static Map<String, String> secrets(BuildRequest request, Recipe recipe) {
    return request.config().isEmpty() || recipe.steps().isEmpty()
        ? Map.of()
        : Map.of(
            ConfigMount.ID, BuildConfig.exports(BuildConfig.ofSteps(request.config(), recipe)));
  }

  /** What stays out of its context; buildpacks see all that was pushed. */
  IgnoreRules rules(Path source) throws IOException {
    return added.containsKey(Buildpacks.COMMIT)
        ? new IgnoreRules(List.of(".git"))
        : IgnoreRules.of(source, own);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
