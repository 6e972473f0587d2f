package paas.buildpacks.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Provider;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.plan.Tool;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceTree;

/** Java and Kotlin projects of Maven. */
public final class MavenProvider implements Provider {
  private static final String WRAPPER = "mvnw";
  private static final String WRAPPER_SETTINGS = ".mvn/wrapper/maven-wrapper.properties";
  private static final BuildStep.Cache MAVEN = new BuildStep.Cache("maven", "MAVEN_USER_HOME");

  private final Versions.Line java;
  private final Versions.Line runtime;
  private final Versions.Line maven;

  public MavenProvider(Versions versions) {
    java = versions.of("java");
    runtime = versions.of("java-runtime");
    maven = versions.of("maven");
  }

  @Override
  public String language() {
    return "Java";
  }

  @Override
  public String key() {
    return "maven";
  }

  @Override
  public boolean takesAssets() {
    return true;
  }

  @Override
  public String looksFor() {
    return "pom.xml (Java)";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return tree.isFile(Pom.FILE) ? Optional.of(Pom.FILE) : Optional.empty();
  }

  @Override
  public String startRemedy() {
    return "Give it the spring-boot-maven-plugin, a <mainClass> in the manifest of its jar or the"
        + " property exec.mainClass (and a <finalName> where its version is not written out), or"
        + " add a Procfile with \"web: java -jar MODULE/target/NAME.jar\".";
  }

  @Override
  public BuildPlan plan(AppSource app, String evidence) {
    boolean part = isModule(app);
    SourceTree tree = part ? app.repository() : app.tree();
    String root = part ? app.root() : "";
    List<Pom> family = Pom.read(tree).family(tree);
    List<Pom> mine = family.stream().filter(pom -> !part || pom.folder().equals(root)).toList();
    var notices = new ArrayList<String>();
    boolean wrapped = isWrapped(tree, notices);
    JavaVersion version =
        JavaVersion.of(
            app,
            java,
            Stream.concat(mine.stream(), family.stream())
                .flatMap(p -> p.java().stream())
                .findFirst());
    String major = version.version().version();
    Optional<Program> program = program(mine, tree);
    var recipe =
        Recipe.in(maven.imageOf(major))
            .runIn(runtime.imageOf(major))
            .withSteps(List.of(build(wrapped, root, program)))
            .withEnv(Framework.memory())
            .withFromBuild(List.of(made(mine, program)))
            .withTools(tools(version, wrapped));
    boolean kotlin = mine.stream().anyMatch(Pom::isKotlin);
    BuildPlan plan =
        BuildPlan.of(kotlin ? "Kotlin" : language(), evidence, recipe)
            .withVersions(List.of(version.version()))
            .withWeb(program.map(Program::start))
            .withHealthPath(program.map(p -> health(p.pom(), tree)).orElse(null))
            .withNotices(notices);
    return part ? plan.withRoot(BuildPlan.WHOLE_REPOSITORY) : plan;
  }

  /** Where the app is a module of the repository's project, which is needed to build it. */
  private static boolean isModule(AppSource app) {
    return !app.root().isEmpty()
        && app.repository().isFile(Pom.FILE)
        && Pom.read(app.repository()).family(app.repository()).stream()
            .anyMatch(pom -> pom.folder().equals(app.root()));
  }

  /**
   * What is started.
   *
   * @param collected whether its dependencies have to be brought together first
   */
  private record Program(Pom pom, StartCommand start, boolean collected) {}

  /** The one module that can be started: of several, the app has to say which. */
  private static Optional<Program> program(List<Pom> poms, SourceTree tree) {
    List<Program> jars =
        poms.stream()
            .flatMap(pom ->
                pom.runnableJar(tree).stream()
                    .map(jar -> new Program(pom, pom.framework().jar(jar), false)))
            .toList();
    if (jars.size() > 1) {
      String named =
          jars.stream().map(program -> program.pom().folder()).collect(Collectors.joining(", "));
      throw new BrokenSource(
          Pom.FILE,
          0,
          "has several modules that can be started: " + named,
          "Name one in a paas.yml, \"start: java -jar MODULE/target/NAME.jar\", or as its root.");
    }
    return jars.stream()
        .findFirst()
        .or(() -> poms.stream().flatMap(pom -> byMainClass(pom).stream()).findFirst());
  }

  private static @Nullable String health(Pom pom, SourceTree tree) {
    return pom.framework() == Framework.SPRING_BOOT && pom.dependsOn(Actuator.DEPENDENCY)
        ? Actuator.path(tree, pom.folder())
        : null;
  }

  private static Optional<Program> byMainClass(Pom pom) {
    String target = pom.inside("target");
    return pom.mainClass()
        .map(main ->
            new Program(
                pom,
                Framework.NONE.java(
                    "-cp '" + target + "/classes:" + target + "/dependency/*' " + main),
                true));
  }

  private static String made(List<Pom> poms, Optional<Program> program) {
    return program
        .map(p -> p.pom().inside("target"))
        .orElseGet(() -> poms.size() > 1 ? Recipe.WHOLE_TREE : poms.getFirst().inside("target"));
  }

  private static boolean isWrapped(SourceTree tree, List<String> notices) {
    if (!tree.isFile(WRAPPER)) {
      return false;
    }
    if (!tree.isFile(WRAPPER_SETTINGS)) {
      notices.add(
          "mvnw is there without "
              + WRAPPER_SETTINGS
              + ": Maven is used as it comes. Commit both.");
      return false;
    }
    return true;
  }

  private static BuildStep build(boolean wrapped, String root, Optional<Program> program) {
    var command = new ArrayList<String>();
    command.addAll(wrapped ? List.of("sh", "./" + WRAPPER) : List.of("mvn"));
    command.add("-B");
    command.add("-Dmaven.repo.local=" + BuildStep.CACHE_FOLDER + "/maven/repository");
    command.add(
        "-Dorg.slf4j.simpleLogger.log.org.apache.maven.cli.transfer.Slf4jMavenTransferListener=warn");
    command.addAll(List.of("-Dstyle.color=never", "-DskipTests"));
    if (!root.isEmpty()) {
      command.addAll(List.of("-pl", root, "-am"));
    }
    command.add("package");
    if (program.filter(Program::collected).isPresent()) {
      command.addAll(List.of("dependency:copy-dependencies", "-DincludeScope=runtime"));
    }
    return new BuildStep(
        BuildStep.Role.BUILD,
        wrapped ? "mvnw package" : "mvn package",
        List.of(Recipe.WHOLE_TREE),
        List.of(command),
        List.of(MAVEN),
        List.of(program.map(p -> p.pom().inside("target")).orElse("target")));
  }

  private List<Tool> tools(JavaVersion version, boolean wrapped) {
    var tools = new ArrayList<>(List.of(version.java(), version.javac()));
    if (!wrapped) {
      tools.add(
          new Tool(
              "mvn",
              List.of("mvn"),
              // Not by the settings of the project in whose folder the server was started.
              List.of("--file", "/", "--version"),
              maven.localMinimum(),
              "Install the Debian package maven, or commit mvnw."));
    }
    return tools;
  }
}
