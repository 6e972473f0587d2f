package paas.buildpacks.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Provider;
import paas.buildpacks.language.Versions;
import paas.buildpacks.language.Wish;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.SourceTree;

/** Java programs of a file or a few, without a build tool. */
public final class JavaFileProvider implements Provider {
  private static final String CLASSES = ".paas/classes";

  /** The first that knows a main method outside of a class. */
  private static final String COMPACT = "25";

  private final Versions.Line line;
  private final Versions.Line runtime;

  public JavaFileProvider(Versions versions) {
    line = versions.of("java");
    runtime = versions.of("java-runtime");
  }

  @Override
  public String language() {
    return "Java";
  }

  @Override
  public String key() {
    return "java";
  }

  @Override
  public String looksFor() {
    return "a .java file with a main method (Java)";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    JavaFiles files = JavaFiles.in(tree);
    return files.start().or(() -> files.mains().stream().findFirst());
  }

  @Override
  public String startRemedy() {
    return "Several files have a main method: name one Main.java, or add a Procfile with"
        + " \"web: java -cp "
        + CLASSES
        + " NAME\".";
  }

  @Override
  public BuildPlan plan(AppSource app, String evidence) {
    SourceTree tree = app.tree();
    JavaFiles files = JavaFiles.in(tree);
    Optional<Wish> compact =
        files.mains().stream()
            .filter(file -> JavaFiles.isCompact(tree, file))
            .map(file -> Wish.in(file, COMPACT))
            .findFirst();
    JavaVersion java = JavaVersion.of(app, line, compact);
    String image = line.imageOf(java.version().version());
    var recipe =
        Recipe.in(image)
            .runIn(runtime.imageOf(java.version().version()))
            .withSteps(List.of(compile(files)))
            .withEnv(Framework.memory())
            .withFromBuild(List.of(CLASSES))
            .withTools(List.of(java.java(), java.javac()));
    return BuildPlan.of(language(), evidence, recipe)
        .withVersions(List.of(java.version()))
        .withWeb(files.start().map(file -> command(tree, file)));
  }

  /** What does not compile fails the build, not the start; and it starts faster. */
  private static BuildStep compile(JavaFiles files) {
    var command = new ArrayList<>(List.of("javac", "-encoding", "UTF-8", "-d", CLASSES));
    command.addAll(files.names());
    return new BuildStep(
        BuildStep.Role.BUILD,
        "javac",
        List.of(Recipe.WHOLE_TREE),
        List.of(command),
        List.of(),
        List.of(CLASSES));
  }

  private static StartCommand command(SourceTree tree, String file) {
    return new StartCommand(
        "java $JAVA_OPTS -cp " + CLASSES + " " + JavaFiles.mainClass(tree, file),
        "main in " + file);
  }
}
