package paas.buildpacks.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Provider;
import paas.buildpacks.language.Reading;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.Tool;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceTree;

/** Java and Kotlin projects of Gradle. */
public final class GradleProvider implements Provider {
  private static final BuildStep.Cache GRADLE = new BuildStep.Cache("gradle", "GRADLE_USER_HOME");

  private final Versions.Line java;
  private final Versions.Line runtime;
  private final Versions.Line gradle;

  public GradleProvider(Versions versions) {
    java = versions.of("java");
    runtime = versions.of("java-runtime");
    gradle = versions.of("gradle");
  }

  @Override
  public String language() {
    return "Java";
  }

  @Override
  public String key() {
    return "gradle";
  }

  @Override
  public boolean takesAssets() {
    return true;
  }

  @Override
  public String looksFor() {
    return "build.gradle, build.gradle.kts or settings.gradle (Java, Kotlin)";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return Stream.concat(GradleProject.SCRIPTS.stream(), GradleBuild.SETTINGS.stream())
        .filter(tree::isFile)
        .findFirst();
  }

  @Override
  public String startRemedy() {
    return "Give it the application plugin (and a rootProject.name in settings.gradle) or that of"
        + " its framework, or add a Procfile with \"web: java -jar build/libs/NAME.jar\".";
  }

  @Override
  public BuildPlan plan(AppSource app, String evidence) {
    boolean part = isProject(app);
    GradleBuild build = GradleBuild.of(part ? app.repository() : app.tree());
    List<GradleProject> mine =
        build.projects().stream().filter(p -> !part || p.folder().equals(app.root())).toList();
    GradleProgram program = program(build, mine);
    JavaVersion version = version(app, build, mine);
    String major = version.version().version();
    Optional<Versions.Chosen> own =
        build.wrapped() ? Optional.empty() : Optional.of(own(app, major));
    String image =
        own.map(g -> gradle.imageOf(g.version().version() + "-jdk" + major))
            .orElseGet(() -> java.imageOf(major));
    var recipe =
        Recipe.in(image)
            .runIn(runtime.imageOf(major))
            .withSteps(List.of(step(build, program)))
            .withEnv(Framework.memory())
            .withFromBuild(List.of(program.made()))
            .withTools(tools(version, build));
    boolean kotlin = mine.stream().anyMatch(GradleProject::isKotlin);
    BuildPlan plan =
        BuildPlan.of(kotlin ? "Kotlin" : language(), evidence, recipe)
            .withVersions(
                Stream.concat(
                        Stream.of(version.version()), own.map(Versions.Chosen::version).stream())
                    .toList())
            .withWeb(program.start())
            .withHealthPath(health(build, program))
            .withNotices(notices(build));
    return part ? plan.withRoot(BuildPlan.WHOLE_REPOSITORY) : plan;
  }

  /** Where the app is a project of the repository's build, which is needed to build it. */
  private static boolean isProject(AppSource app) {
    return !app.root().isEmpty()
        && GradleBuild.SETTINGS.stream().anyMatch(app.repository()::isFile)
        && GradleBuild.SETTINGS.stream().noneMatch(app.tree()::isFile)
        && GradleBuild.of(app.repository()).projects().stream()
            .anyMatch(p -> p.folder().equals(app.root()));
  }

  /** The one project that can be started: of several, the app has to say which. */
  private static GradleProgram program(GradleBuild build, List<GradleProject> mine) {
    List<GradleProgram> programs =
        mine.stream().flatMap(p -> GradleProgram.of(build, p).stream()).toList();
    if (programs.size() > 1) {
      String named =
          programs.stream().map(p -> p.project().folder()).collect(Collectors.joining(", "));
      throw new BrokenSource(
          GradleBuild.SETTINGS.getFirst(),
          0,
          "includes several projects that can be started: " + named,
          "Name one as root in a paas.yml.");
    }
    return programs.isEmpty() ? GradleProgram.unknown(mine) : programs.getFirst();
  }

  private static @Nullable String health(GradleBuild build, GradleProgram program) {
    GradleProject project = program.project();
    return program.start().isPresent() && project.hasActuator()
        ? Actuator.path(build.tree(), project.folder())
        : null;
  }

  private JavaVersion version(AppSource app, GradleBuild build, List<GradleProject> mine) {
    return build
        .toolchain(mine.stream())
        .map(exact -> JavaVersion.exactly(app, java, exact))
        .orElseGet(() -> JavaVersion.of(app, java, build.java(mine.stream())));
  }

  /** Gradle 9 is the first that runs on Java 25. */
  private Versions.Chosen own(AppSource app, String java) {
    Versions.Chosen usual = gradle.choose(app, Optional.empty(), Reading.SEMVER);
    boolean tooOld = java.equals("25") && usual.version().version().equals("8");
    return tooOld
        ? new Versions.Chosen(
            new BuildPlan.Version("gradle", gradle.offered().getLast(), "Java " + java), "9.1")
        : usual;
  }

  private static BuildStep step(GradleBuild build, GradleProgram program) {
    var command = new ArrayList<String>();
    command.addAll(build.wrapped() ? List.of("sh", "./" + GradleBuild.WRAPPER) : List.of("gradle"));
    command.addAll(List.of("--no-daemon", "--console=plain"));
    command.addAll(program.tasks());
    String title = (build.wrapped() ? "gradlew " : "gradle ") + String.join(" ", program.tasks());
    return new BuildStep(
        BuildStep.Role.BUILD,
        title,
        List.of(Recipe.WHOLE_TREE),
        List.of(command),
        List.of(GRADLE),
        List.of(program.made()));
  }

  private List<Tool> tools(JavaVersion version, GradleBuild build) {
    var tools = new ArrayList<>(List.of(version.java(), version.javac()));
    if (!build.wrapped()) {
      tools.add(
          Tool.simple(
              "gradle",
              gradle.localMinimum(),
              "Commit gradlew and gradle/wrapper, or install Gradle from gradle.org."));
    }
    return tools;
  }

  private static List<String> notices(GradleBuild build) {
    List<String> lacking =
        Stream.of(GradleBuild.WRAPPER_JAR, GradleBuild.WRAPPER_SETTINGS)
            .filter(file -> !build.tree().isFile(file))
            .toList();
    return !build.tree().isFile(GradleBuild.WRAPPER) || lacking.isEmpty()
        ? List.of()
        : List.of(
            "gradlew is there without "
                + String.join(" and ", lacking)
                + ": Gradle is used as it comes. Commit them (a .gitignore may name *.jar).");
  }
}
