package paas.buildpacks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Java programs of a file or a few, without a build tool. */
final class JavaFileProvider implements Provider {
  private static final String CLASSES = ".paas/classes";

  /** The first that knows a main method outside of a class. */
  private static final String COMPACT = "25";

  private final Versions.Line line;

  JavaFileProvider(Versions versions) {
    line = versions.of("java");
  }

  @Override
  public String language() {
    return "Java";
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
  public BuildPlan plan(SourceTree tree, String evidence) {
    JavaFiles files = JavaFiles.in(tree);
    Optional<JavaVersion.Asked> compact =
        files.mains().stream()
            .filter(file -> JavaFiles.isCompact(tree, file))
            .map(file -> new JavaVersion.Asked(file, COMPACT))
            .findFirst();
    JavaVersion java = JavaVersion.of(tree, line, compact);
    String image = line.imageOf(java.version().version());
    var recipe =
        new Recipe(
            image,
            image,
            List.of(compile(files)),
            Map.of(),
            Map.of(),
            List.of(),
            List.of(CLASSES),
            List.of(),
            List.of(java.java(), java.javac()));
    return new BuildPlan(
        language(),
        evidence,
        List.of(java.version()),
        recipe,
        files
            .start()
            .<Map<String, StartCommand>>map(file -> Map.of("web", command(tree, file)))
            .orElse(Map.of()),
        null,
        null,
        List.of());
  }

  /** What does not compile fails the build, not the start; and it starts faster. */
  private static BuildStep compile(JavaFiles files) {
    var command = new ArrayList<>(List.of("javac", "-encoding", "UTF-8", "-d", CLASSES));
    command.addAll(files.names());
    return new BuildStep(
        "javac", List.of(Recipe.WHOLE_TREE), List.of(command), List.of(), List.of(CLASSES));
  }

  private static StartCommand command(SourceTree tree, String file) {
    return new StartCommand(
        "java -cp " + CLASSES + " " + JavaFiles.mainClass(tree, file), "main in " + file);
  }
}
