package paas.buildpacks.python;

import java.util.List;
import java.util.Optional;
import paas.buildpacks.plan.AddedFile;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.source.SourceTree;

/** pip with the [project] of a pyproject.toml. */
record PipProject() implements PythonManager {
  private static final String LISTED = ".paas/requirements.txt";

  @Override
  public String name() {
    return "pip";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return Optional.of(Pyproject.FILE)
        .filter(file -> tree.isFile(file) && Pyproject.hasTable(tree, "project"));
  }

  @Override
  public PythonPackages packages(SourceTree tree, Optional<String> tool) {
    Pyproject project = Pyproject.read(tree);
    Requirements requirements = Requirements.of(project.dependencies());
    boolean listed = !project.isPackage() && !requirements.isEmpty();
    List<AddedFile> files =
        listed
            ? List.of(new AddedFile(LISTED, String.join("\n", project.dependencies()) + "\n"))
            : List.of();
    return PythonPackages.of(requirements, Pyproject.FILE, List.of(install(project, listed)))
        .asking(project.python())
        .starting(project.script())
        .withFiles(files);
  }

  /** A project that is no package has nothing that pip could install but what it depends on. */
  private static BuildStep install(Pyproject project, boolean listed) {
    List<String> tree = List.of(Recipe.WHOLE_TREE);
    if (project.isPackage()) {
      return PythonBuild.pip(tree, ".");
    }
    return listed
        ? PythonBuild.pip(project.needsTree() ? tree : List.of(LISTED), "-r", LISTED)
        : PythonBuild.emptyEnvironment();
  }
}
