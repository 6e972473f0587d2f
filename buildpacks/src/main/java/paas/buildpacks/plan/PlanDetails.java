package paas.buildpacks.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What would become of a commit, as it is shown.
 *
 * @param because the file that decided
 * @param root the folder of the repository that is the app; empty for all of it
 * @param health null where any answer to / will do
 * @param config what the app's app.json wants to be in its config
 * @param dockerfile what builds it, with a way to look at it without this platform
 */
public record PlanDetails(
    String app,
    String commit,
    String language,
    String because,
    String root,
    List<BuildPlan.Version> versions,
    List<String> images,
    List<String> packages,
    List<Step> steps,
    Map<String, Start> processes,
    @Nullable String health,
    List<Wishes.Variable> config,
    List<String> notices,
    String dockerfile) {
  /** Stands for all files of the app among what a step reads. */
  private static final String ALL_FILES = "all files";

  public PlanDetails {
    versions = List.copyOf(versions);
    images = List.copyOf(images);
    packages = List.copyOf(packages);
    steps = List.copyOf(steps);
    config = List.copyOf(config);
    notices = List.copyOf(notices);
  }

  /**
   * One step of the build.
   *
   * @param reads the files of which a change repeats it
   * @param caches what is kept for it from build to build
   */
  public record Step(String title, List<String> reads, List<String> caches) {}

  /**
   * How a process starts.
   *
   * @param command null where the image itself says it
   * @param origin where that was found
   */
  public record Start(@Nullable String command, String origin) {}

  /**
   * The details of a plan.
   *
   * @param ownDockerfile the text of the app's own, where it has one
   */
  public static PlanDetails of(String app, String commit, BuildPlan plan, String ownDockerfile) {
    Map<String, Start> processes = new LinkedHashMap<>();
    plan.processes().forEach((type, start) -> processes.put(type, start(start)));
    Wishes wishes = plan.wishes();
    return new PlanDetails(
        app,
        commit,
        plan.language(),
        plan.because(),
        plan.root(),
        plan.versions(),
        plan.build().images(),
        packages(plan.build()),
        steps(plan.build()),
        processes,
        plan.healthPath(),
        wishes == null ? List.of() : wishes.config(),
        plan.notices(),
        dockerfile(plan, ownDockerfile));
  }

  private static String dockerfile(BuildPlan plan, String ownDockerfile) {
    return switch (plan.build()) {
      case Recipe _ -> DockerfileRenderer.classic().render(plan);
      case Buildpacks _ -> DockerfileRenderer.buildKit("app").render(plan);
      case Build.OwnDockerfile _ -> ownDockerfile;
    };
  }

  private static List<String> packages(Build build) {
    return switch (build) {
      case Recipe recipe -> recipe.packages();
      case Buildpacks packs -> packs.stack().buildPackages();
      case Build.OwnDockerfile _ -> List.of();
    };
  }

  private static List<Step> steps(Build build) {
    return switch (build) {
      case Recipe recipe -> recipe.steps().stream().map(PlanDetails::step).toList();
      case Buildpacks packs ->
          packs.stepTitles().stream()
              .map(title -> new Step(title, List.of(ALL_FILES), List.of("buildpacks")))
              .toList();
      case Build.OwnDockerfile _ -> List.of();
    };
  }

  private static Start start(StartCommand start) {
    return new Start(start.command(), start.origin());
  }

  private static Step step(BuildStep step) {
    return new Step(
        step.title(),
        step.needsWholeTree() ? List.of(ALL_FILES) : step.needs(),
        step.caches().stream().map(BuildStep.Cache::name).toList());
  }
}
