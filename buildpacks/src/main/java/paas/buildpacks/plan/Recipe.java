package paas.buildpacks.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.source.SourceText;

/**
 * A build both engines can do.
 *
 * @param buildImage where the steps run, an official image name
 * @param runtimeImage where the processes run
 * @param borrowed toolchains of other images
 * @param packages Debian packages that the steps and the processes need
 * @param steps in order; may be empty
 * @param buildEnv for the steps
 * @param env for the steps and the processes
 * @param path folders of the app that come first in the processes' PATH
 * @param fromBuild what the steps made that the processes need: paths in the app, absolute paths of
 *     the build image, or {@link #WHOLE_TREE} where the steps change the tree itself
 * @param files what is added to the tree before the first step
 * @param tools what a machine needs that builds without images
 * @param alone true if the processes need nothing of the app but {@code fromBuild} and {@code
 *     files}: no source
 */
public record Recipe(
    String buildImage,
    String runtimeImage,
    List<Borrowed> borrowed,
    List<String> packages,
    List<BuildStep> steps,
    Map<String, String> buildEnv,
    Map<String, String> env,
    List<String> path,
    List<String> fromBuild,
    List<AddedFile> files,
    List<Tool> tools,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean alone)
    implements Build {

  /** Stands for all files of the app. */
  public static final String WHOLE_TREE = ".";

  private static final Pattern IMAGE =
      Pattern.compile("[a-z0-9][a-z0-9._/-]*:[A-Za-z0-9_.-]{1,127}");
  private static final Pattern PACKAGE = Pattern.compile("[a-z0-9][a-z0-9+.-]{1,127}");
  private static final Pattern ENV_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern ENV_VALUE = Pattern.compile("[A-Za-z0-9_./:,*@= -]*");

  public Recipe {
    borrowed = List.copyOf(borrowed);
    packages = List.copyOf(packages);
    steps = List.copyOf(steps);
    buildEnv = Collections.unmodifiableMap(new TreeMap<>(buildEnv));
    env = Collections.unmodifiableMap(new TreeMap<>(env));
    path = List.copyOf(path);
    fromBuild = List.copyOf(fromBuild);
    files = List.copyOf(files);
    tools = List.copyOf(tools);
    Stream.of(buildImage, runtimeImage).forEach(i -> check(IMAGE.matcher(i).matches(), i));
    borrowed.forEach(b -> check(IMAGE.matcher(b.image()).matches(), b.image()));
    borrowed.stream().flatMap(b -> b.paths().stream()).forEach(p -> check(isCopyable(p), p));
    packages.forEach(p -> check(isPackage(p), p));
    Stream.of(buildEnv, env).forEach(Recipe::checkEnv);
    path.forEach(p -> check(SourceText.isHarmlessPath(p), p));
    fromBuild.forEach(p -> check(isCopyable(p), p));
  }

  /** A recipe that does nothing yet, built and run in the same image. */
  public static Recipe in(String image) {
    return new Recipe(
        image, image, List.of(), List.of(), List.of(), Map.of(), Map.of(), List.of(), List.of(),
        List.of(), List.of(), false);
  }

  public Recipe runIn(String image) {
    return changed(d -> d.runtimeImage = image);
  }

  public Recipe borrowing(List<Borrowed> other) {
    return changed(d -> d.borrowed = other);
  }

  public Recipe withPackages(List<String> names) {
    return changed(d -> d.packages = names);
  }

  public Recipe withSteps(List<BuildStep> other) {
    return changed(d -> d.steps = other);
  }

  public Recipe withBuildEnv(Map<String, String> variables) {
    return changed(d -> d.buildEnv = variables);
  }

  public Recipe withEnv(Map<String, String> variables) {
    return changed(d -> d.env = variables);
  }

  public Recipe withPath(List<String> folders) {
    return changed(d -> d.path = folders);
  }

  public Recipe withFromBuild(List<String> paths) {
    return changed(d -> d.fromBuild = paths);
  }

  public Recipe withFiles(List<AddedFile> added) {
    return changed(d -> d.files = added);
  }

  public Recipe withTools(List<Tool> needed) {
    return changed(d -> d.tools = needed);
  }

  /** With only these, and what is added, in the runtime image. */
  public Recipe withNothingBut(List<String> paths) {
    return changed(d -> {
      d.fromBuild = paths;
      d.alone = true;
    });
  }

  /** True for what can be the name of a Debian package. */
  public static boolean isPackage(String name) {
    return PACKAGE.matcher(name).matches();
  }

  @Override
  @JsonIgnore
  public List<String> images() {
    var images = new ArrayList<String>();
    if (!steps.isEmpty()) {
      images.add(buildImage);
    }
    images.add(runtimeImage);
    borrowed.forEach(b -> images.add(b.image()));
    return images.stream().distinct().toList();
  }

  private Recipe changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.made();
  }

  /** A copy under way: what is not set stays as it was. */
  private static final class Draft {
    private String buildImage;
    private String runtimeImage;
    private List<Borrowed> borrowed;
    private List<String> packages;
    private List<BuildStep> steps;
    private Map<String, String> buildEnv;
    private Map<String, String> env;
    private List<String> path;
    private List<String> fromBuild;
    private List<AddedFile> files;
    private List<Tool> tools;
    private boolean alone;

    Draft(Recipe from) {
      buildImage = from.buildImage;
      runtimeImage = from.runtimeImage;
      borrowed = from.borrowed;
      packages = from.packages;
      steps = from.steps;
      buildEnv = from.buildEnv;
      env = from.env;
      path = from.path;
      fromBuild = from.fromBuild;
      files = from.files;
      tools = from.tools;
      alone = from.alone;
    }

    Recipe made() {
      return new Recipe(
          buildImage,
          runtimeImage,
          borrowed,
          packages,
          steps,
          buildEnv,
          env,
          path,
          fromBuild,
          files,
          tools,
          alone);
    }
  }

  private static void checkEnv(Map<String, String> env) {
    env.forEach((name, value) ->
        check(ENV_NAME.matcher(name).matches() && ENV_VALUE.matcher(value).matches(), name));
  }

  private static boolean isCopyable(String path) {
    String relative = path.startsWith("/") ? path.substring(1) : path;
    return path.equals(WHOLE_TREE) || SourceText.isHarmlessPath(relative);
  }

  private static void check(boolean fine, String what) {
    if (!fine) {
      throw new IllegalArgumentException("not fit for a recipe: " + what);
    }
  }
}
