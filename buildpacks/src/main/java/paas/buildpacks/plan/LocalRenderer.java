package paas.buildpacks.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** Writes a recipe as steps for the machine itself. */
public final class LocalRenderer {
  private final Path cacheFolder;

  /**
   * A renderer for one app.
   *
   * @param cacheFolder absolute; holds one app's caches, never shared between apps
   */
  public LocalRenderer(Path cacheFolder) {
    if (!cacheFolder.isAbsolute()) {
      throw new IllegalArgumentException("not absolute: " + cacheFolder);
    }
    this.cacheFolder = cacheFolder;
  }

  /**
   * The steps of a plan that has a recipe.
   *
   * @throws IllegalArgumentException for an app with its own Dockerfile
   */
  public LocalBuild render(BuildPlan plan) {
    if (plan.build() instanceof Buildpacks packs) {
      return new BuildpackRenderer(packs).local(cacheFolder);
    }
    if (!(plan.build() instanceof Recipe recipe)) {
      throw new IllegalArgumentException("the app has its own Dockerfile");
    }
    List<LocalBuild.LocalStep> steps =
        recipe.steps().stream().map(step -> local(recipe, step)).toList();
    return new LocalBuild(
        recipe.packages(), recipe.tools(), recipe.files(), steps, recipe.env(), recipe.path());
  }

  private LocalBuild.LocalStep local(Recipe recipe, BuildStep step) {
    var env = new TreeMap<>(recipe.env());
    env.putAll(recipe.buildEnv());
    step.caches().forEach(cache -> env.put(cache.variable(), place(cache)));
    return new LocalBuild.LocalStep(
        step.title(),
        step.commands().stream().map(this::onMachine).toList(),
        step.needs(),
        step.makes(),
        env,
        step.caches().stream().map(this::place).toList());
  }

  private String place(BuildStep.Cache cache) {
    return cacheFolder.resolve(cache.name()).toString();
  }

  private List<String> onMachine(List<String> command) {
    return command.stream()
        .map(word -> word.replace(BuildStep.CACHE_FOLDER, cacheFolder.toString()))
        .toList();
  }
}
