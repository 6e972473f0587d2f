package paas.buildpacks;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A build both engines can do.
 *
 * @param buildImage where the steps run, an official image name
 * @param runtimeImage where the processes run
 * @param steps in order; may be empty
 * @param buildEnv for the steps
 * @param env for the steps and the processes
 * @param path folders of the app that come first in the processes' PATH
 * @param fromBuild what the steps made that the processes need: paths in the app, absolute paths of
 *     the build image, or {@link #WHOLE_TREE} where the steps change the tree itself
 * @param files what is added to the tree before the first step
 * @param tools what a machine needs that builds without images
 */
public record Recipe(
    String buildImage,
    String runtimeImage,
    List<BuildStep> steps,
    Map<String, String> buildEnv,
    Map<String, String> env,
    List<String> path,
    List<String> fromBuild,
    List<AddedFile> files,
    List<Tool> tools)
    implements Build {

  /** Stands for all files of the app. */
  public static final String WHOLE_TREE = ".";

  private static final Pattern IMAGE = Pattern.compile("[a-z0-9][a-z0-9-]*:[A-Za-z0-9_.-]{1,127}");
  private static final Pattern ENV_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern ENV_VALUE = Pattern.compile("[A-Za-z0-9_./:,*= -]*");

  public Recipe {
    steps = List.copyOf(steps);
    buildEnv = Collections.unmodifiableMap(new TreeMap<>(buildEnv));
    env = Collections.unmodifiableMap(new TreeMap<>(env));
    path = List.copyOf(path);
    fromBuild = List.copyOf(fromBuild);
    files = List.copyOf(files);
    tools = List.copyOf(tools);
    Stream.of(buildImage, runtimeImage).forEach(i -> check(IMAGE.matcher(i).matches(), i));
    Stream.of(buildEnv, env).forEach(Recipe::checkEnv);
    path.forEach(p -> check(SourceText.isHarmlessPath(p), p));
    fromBuild.forEach(p -> check(isCopyable(p), p));
  }

  @Override
  @JsonIgnore
  public List<String> images() {
    var images = new ArrayList<String>();
    if (!steps.isEmpty()) {
      images.add(buildImage);
    }
    if (!images.contains(runtimeImage)) {
      images.add(runtimeImage);
    }
    return List.copyOf(images);
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
