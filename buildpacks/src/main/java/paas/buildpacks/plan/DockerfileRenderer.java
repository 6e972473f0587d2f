package paas.buildpacks.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a recipe as a Dockerfile. Every text of the app stands in JSON form, so that it can be
 * nothing but an argument. The final image runs as uid 1000 in /app and holds no build tool.
 */
public final class DockerfileRenderer {
  private static final String CACHE = "/cache";
  static final String OWNER = "1000:1000";

  /** Gives uid 1000 a name where the base image has none, and /app to it. */
  static final List<String> MAKE_USER =
      List.of(
          "sh",
          "-c",
          "getent passwd 1000 >/dev/null || useradd --uid 1000 --user-group --no-create-home"
              + " --home-dir /app --shell /bin/sh app; install -d -o 1000 -g 1000 /app");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SCOPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private final @Nullable String cacheScope;
  private final Surroundings surroundings;
  private final @Nullable ConfigMount config;

  private DockerfileRenderer(
      @Nullable String cacheScope, Surroundings surroundings, @Nullable ConfigMount config) {
    this.cacheScope = cacheScope;
    this.surroundings = surroundings;
    this.config = config;
  }

  /** The same, at a place that has these. */
  public DockerfileRenderer in(Surroundings place) {
    return new DockerfileRenderer(cacheScope, place, config);
  }

  /** The same, whose steps see the app's config; the classic builder's never do. */
  public DockerfileRenderer with(ConfigMount mount) {
    return new DockerfileRenderer(cacheScope, surroundings, cacheScope == null ? null : mount);
  }

  /**
   * For BuildKit, with cache mounts.
   *
   * @param cacheScope whose caches: one app's are never another's, who could poison them
   */
  public static DockerfileRenderer buildKit(String cacheScope) {
    if (!SCOPE.matcher(cacheScope).matches()) {
      throw new IllegalArgumentException("cache scope: " + cacheScope);
    }
    return new DockerfileRenderer(cacheScope, Surroundings.USUAL, null);
  }

  /** For the classic builder, which knows no mounts. */
  public static DockerfileRenderer classic() {
    return new DockerfileRenderer(null, Surroundings.USUAL, null);
  }

  /**
   * The Dockerfile of a plan that has a recipe or, with BuildKit, buildpacks.
   *
   * @throws IllegalArgumentException for an app with its own Dockerfile
   */
  public String render(BuildPlan plan) {
    var lines = new ArrayList<String>();
    lines.add("# " + plan.language() + ", written for this build by the platform.");
    if (plan.build() instanceof Buildpacks packs) {
      if (cacheScope == null) {
        throw new IllegalArgumentException("the classic builder has no mounts");
      }
      lines.addAll(new BuildpackRenderer(packs).dockerfile(cacheScope, surroundings));
      return finished(plan, lines);
    }
    if (!(plan.build() instanceof Recipe recipe)) {
      throw new IllegalArgumentException("the app has its own Dockerfile");
    }
    if (!recipe.steps().isEmpty()) {
      buildStage(recipe, lines);
    }
    runtimeStage(recipe, lines);
    return finished(plan, lines);
  }

  private static String finished(BuildPlan plan, List<String> lines) {
    StartCommand web = plan.processes().get("web");
    if (web != null) {
      lines.add("CMD " + json(List.of("sh", "-c", web.shellLine())));
    }
    return String.join("\n", lines) + "\n";
  }

  private void buildStage(Recipe recipe, List<String> lines) {
    lines.add("FROM " + recipe.buildImage() + " AS build");
    lines.addAll(surroundings.lines());
    packages(recipe.packages(), lines);
    recipe.borrowed().forEach(borrowed -> borrow(borrowed, lines));
    lines.add("WORKDIR /app");
    environment(recipe.env(), lines);
    environment(recipe.buildEnv(), lines);
    recipe.steps().stream()
        .flatMap(step -> step.caches().stream())
        .distinct()
        .forEach(cache -> lines.add("ENV " + cache.variable() + "=\"" + place(cache) + "\""));
    path(recipe, lines);
    var copied = new LinkedHashSet<String>();
    for (BuildStep step : recipe.steps()) {
      copyNeeds(step, copied, lines);
      step.commands()
          .forEach(
              command -> lines.add("RUN " + mountsOf(step) + json(run(step, inImage(command)))));
    }
    lines.add("");
  }

  /** Before everything else, because they change least. */
  static void packages(List<String> packages, List<String> lines) {
    if (!packages.isEmpty()) {
      String names = String.join(" ", packages);
      String install =
          "apt-get update -q && apt-get install -qy --no-install-recommends "
              + names
              + " && rm -rf /var/lib/apt/lists/*";
      lines.add("RUN " + json(List.of("sh", "-c", install)));
    }
  }

  private static void borrow(Borrowed borrowed, List<String> lines) {
    borrowed
        .paths()
        .forEach(
            path -> lines.add("COPY --from=" + borrowed.image() + " " + json(List.of(path, path))));
  }

  private static void copyNeeds(BuildStep step, Set<String> copied, List<String> lines) {
    if (copied.contains(Recipe.WHOLE_TREE)) {
      return;
    }
    if (step.needsWholeTree()) {
      lines.add("COPY " + json(List.of(".", "./")));
      copied.add(Recipe.WHOLE_TREE);
      return;
    }
    Map<String, List<String>> byFolder =
        step.needs().stream()
            .filter(copied::add)
            .collect(
                Collectors.groupingBy(
                    DockerfileRenderer::folderOf, TreeMap::new, Collectors.toList()));
    byFolder.forEach((folder, files) ->
        lines.add(
            "COPY " + json(Stream.concat(files.stream(), Stream.of("./" + folder)).toList())));
  }

  private static String folderOf(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  private static void runtimeStage(Recipe recipe, List<String> lines) {
    lines.add("FROM " + recipe.runtimeImage());
    packages(recipe.packages(), lines);
    recipe.borrowed().stream()
        .filter(Borrowed::atRunTime)
        .forEach(borrowed -> borrow(borrowed, lines));
    lines.add("RUN " + json(MAKE_USER));
    lines.add("WORKDIR /app");
    lines.add("ENV HOME=\"/app\"");
    environment(recipe.env(), lines);
    if (!recipe.alone()) {
      path(recipe, lines);
    }
    copies(recipe).forEach(lines::add);
    lines.add("USER " + OWNER);
  }

  /**
   * What does not depend on the source comes before it, and stays in its layer when the source
   * changes; what was built from the source comes after, and wins over a file of that name.
   */
  private static List<String> copies(Recipe recipe) {
    if (recipe.fromBuild().contains(Recipe.WHOLE_TREE)) {
      return recipe.fromBuild().stream().map(DockerfileRenderer::copyFromBuild).toList();
    }
    if (recipe.alone()) {
      return Stream.concat(
              recipe.files().stream().map(DockerfileRenderer::copyAdded),
              recipe.fromBuild().stream().map(DockerfileRenderer::copyFromBuild))
          .toList();
    }
    Set<String> fromSource =
        recipe.steps().stream()
            .filter(BuildStep::needsWholeTree)
            .flatMap(step -> step.makes().stream())
            .collect(Collectors.toSet());
    String source = "COPY --chown=" + OWNER + " " + json(List.of(".", "./"));
    return Stream.of(
            recipe.fromBuild().stream()
                .filter(p -> !fromSource.contains(p))
                .map(DockerfileRenderer::copyFromBuild),
            Stream.of(source),
            recipe.fromBuild().stream()
                .filter(fromSource::contains)
                .map(DockerfileRenderer::copyFromBuild))
        .flatMap(copies -> copies)
        .toList();
  }

  private static String copyAdded(AddedFile file) {
    return "COPY --chown=" + OWNER + " " + json(List.of(file.path(), "./" + file.path()));
  }

  private static String copyFromBuild(String path) {
    if (path.startsWith("/")) {
      return "COPY --from=build " + json(List.of(path, path));
    }
    String copy = "COPY --from=build --chown=" + OWNER + " ";
    return path.equals(Recipe.WHOLE_TREE)
        ? copy + json(List.of("/app", "./"))
        : copy + json(List.of("/app/" + path, "./" + path));
  }

  private static void path(Recipe recipe, List<String> lines) {
    if (!recipe.path().isEmpty()) {
      String folders =
          recipe.path().stream().map(p -> "/app/" + p).collect(Collectors.joining(":"));
      lines.add("ENV PATH=\"" + folders + ":$PATH\"");
    }
  }

  private static void environment(Map<String, String> env, List<String> lines) {
    env.forEach((name, value) -> lines.add("ENV " + name + "=\"" + value + "\""));
  }

  private List<String> run(BuildStep step, List<String> command) {
    return config == null ? command : config.around(step, command);
  }

  private String mountsOf(BuildStep step) {
    if (cacheScope == null) {
      return "";
    }
    String secret = config == null ? "" : config.mount();
    return step.caches().stream()
        .map(cache ->
            "--mount=type=cache,id=paas-"
                + cacheScope
                + "-"
                + cache.name()
                + ",target="
                + place(cache)
                + " ")
        .collect(Collectors.joining("", "", secret));
  }

  private static String place(BuildStep.Cache cache) {
    return CACHE + "/" + cache.name();
  }

  /** A step's command as it stands in the Dockerfile. */
  public static List<String> inImage(List<String> command) {
    return command.stream().map(a -> a.replace(BuildStep.CACHE_FOLDER, CACHE)).toList();
  }

  /** JSON keeps quotes, backslashes and line ends of an argument inside the argument. */
  static String json(List<String> words) {
    try {
      return JSON.writeValueAsString(words);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
