package paas.buildpacks.jvm;

import java.util.List;
import java.util.Optional;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;

/**
 * What a project of Gradle makes that can be started.
 *
 * @param tasks that make it
 * @param made the folder in which it lies
 * @param start empty where the app has to say it
 */
record GradleProgram(
    GradleProject project, List<String> tasks, String made, Optional<StartCommand> start) {

  static Optional<GradleProgram> of(GradleBuild build, GradleProject project) {
    Framework framework = project.framework();
    String libs = GradleProject.inside(project.folder(), "build/libs");
    if (project.hasStage()) {
      return Optional.empty();
    }
    if (framework == Framework.SPRING_BOOT) {
      return Optional.of(jar(project, "bootJar", libs, build.jarName(project).orElse("*")));
    }
    if (framework == Framework.QUARKUS) {
      String made = GradleProject.inside(project.folder(), "build/quarkus-app");
      StartCommand start = framework.jar(made + "/quarkus-run.jar");
      return Optional.of(of(project, "quarkusBuild", made, start));
    }
    if (project.isApplication()) {
      String made = GradleProject.inside(project.folder(), "build/install");
      return project
          .applicationName()
          .map(name ->
              of(
                  project,
                  "installDist",
                  made,
                  framework.script(made + "/" + name + "/bin/" + name)));
    }
    if (project.hasShadow()) {
      String name = build.jarName(project).orElse("*") + "-all";
      return Optional.of(jar(project, "shadowJar", libs, name));
    }
    return project.makesRunnableJar()
        ? Optional.of(jar(project, "jar", libs, build.jarName(project).orElse("*")))
        : Optional.empty();
  }

  /** Where nothing tells what is started: all is made, and the app's Procfile names it. */
  static GradleProgram unknown(List<GradleProject> mine) {
    GradleProject first = mine.getFirst();
    boolean stage = mine.stream().anyMatch(GradleProject::hasStage);
    return new GradleProgram(
        first,
        List.of(stage ? "stage" : "assemble"),
        stage || mine.size() > 1
            ? Recipe.WHOLE_TREE
            : GradleProject.inside(first.folder(), "build"),
        Optional.empty());
  }

  private static GradleProgram jar(GradleProject project, String task, String folder, String name) {
    StartCommand start = project.framework().jar(folder + "/" + name + ".jar");
    return of(project, task, folder, start);
  }

  private static GradleProgram of(
      GradleProject project, String task, String made, StartCommand start) {
    return new GradleProgram(project, List.of(project.task(task)), made, Optional.of(start));
  }
}
