package paas.buildpacks.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes a build by Heroku buildpacks as a Dockerfile and as steps; both call one script, {@code
 * buildpack.sh}. In a container nothing of the context is copied into a layer but the app: the
 * buildpacks and the app's config are only mounted.
 */
final class BuildpackRenderer {
  private static final String CONTEXT = "/context";
  private static final String BUILD = "/tmp/build";
  private static final String CACHE = "/cache";
  private static final String CACHE_NAME = "buildpacks";
  private static final Tool BASH = Tool.simple("bash", "4", "Install the Debian package bash.");

  private final Buildpacks build;

  BuildpackRenderer(Buildpacks build) {
    this.build = build;
  }

  /** The Dockerfile for BuildKit, without the line that starts {@code web}. */
  List<String> dockerfile(String cacheScope, Surroundings surroundings) {
    List<String> lines = new ArrayList<>();
    Buildpacks.Stack stack = build.stack();
    lines.add("FROM " + stack.buildImage() + " AS build");
    lines.addAll(surroundings.lines());
    DockerfileRenderer.packages(stack.buildPackages(), lines);
    lines.add("RUN " + DockerfileRenderer.json(DockerfileRenderer.MAKE_USER));
    lines.add("USER " + DockerfileRenderer.OWNER);
    lines.add("WORKDIR /app");
    environment(stack, lines);
    Map.of("PAAS_CONTEXT", CONTEXT, "PAAS_BUILD", BUILD, "PAAS_CACHE", CACHE).entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> lines.add("ENV " + e.getKey() + "=\"" + e.getValue() + "\""));
    String context = "--mount=type=bind,target=" + CONTEXT + " ";
    String cache =
        "--mount=type=cache,id=paas-"
            + cacheScope
            + "-"
            + CACHE_NAME
            + ",target="
            + CACHE
            + ",uid=1000,gid=1000 ";
    lines.add("RUN " + context + DockerfileRenderer.json(inImage(List.of("take"))));
    for (Buildpacks.Call call : build.calls()) {
      lines.add("RUN " + context + cache + DockerfileRenderer.json(inImage(call.words())));
    }
    lines.add("");
    lines.add("FROM " + stack.runImage());
    DockerfileRenderer.packages(stack.runPackages(), lines);
    lines.add("RUN " + DockerfileRenderer.json(DockerfileRenderer.MAKE_USER));
    lines.add("WORKDIR /app");
    environment(stack, lines);
    lines.add(
        "COPY --from=build --chown="
            + DockerfileRenderer.OWNER
            + " "
            + DockerfileRenderer.json(List.of(BUILD + "/", "./")));
    lines.add("USER " + DockerfileRenderer.OWNER);
    return lines;
  }

  private static void environment(Buildpacks.Stack stack, List<String> lines) {
    lines.add("ENV HOME=\"/app\"");
    lines.add("ENV STACK=\"" + stack.name() + "\"");
  }

  static List<String> inImage(List<String> words) {
    return Stream.concat(Stream.of("bash", CONTEXT + "/" + Buildpacks.SCRIPT), words.stream())
        .toList();
  }

  /** The steps for the machine itself. */
  LocalBuild local(Path cacheFolder) {
    String cache = cacheFolder.resolve(CACHE_NAME).toString();
    Map<String, String> env = Map.of("PAAS_CACHE", cache, "STACK", build.stack().name());
    List<LocalBuild.LocalStep> steps = new ArrayList<>();
    for (Buildpacks.Call call : build.calls()) {
      steps.add(step(call.title(), call.words(), env, cache));
    }
    steps.add(step("clear up", List.of("clear"), env, cache));
    return new LocalBuild(
        List.of(),
        List.of(BASH),
        build.files(),
        steps,
        Map.of("STACK", build.stack().name()),
        List.of());
  }

  private static LocalBuild.LocalStep step(
      String title, List<String> words, Map<String, String> env, String cache) {
    List<String> command =
        Stream.concat(Stream.of("bash", Buildpacks.SCRIPT), words.stream()).toList();
    return new LocalBuild.LocalStep(
        title, List.of(command), List.of(Recipe.WHOLE_TREE), List.of(), env, List.of(cache));
  }
}
