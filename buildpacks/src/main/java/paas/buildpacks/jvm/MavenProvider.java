package paas.buildpacks.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Provider;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.plan.Tool;
import paas.buildpacks.source.SourceTree;

/** Java projects of Maven. */
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
    return "Give it the spring-boot-maven-plugin, or a <mainClass> in the manifest of its jar, or"
        + " add a Procfile with \"web: java -jar MODULE/target/NAME.jar\".";
  }

  @Override
  public BuildPlan plan(AppSource app, String evidence) {
    SourceTree tree = app.tree();
    Pom pom = Pom.read(tree);
    var notices = new ArrayList<String>();
    boolean wrapped = isWrapped(tree, notices);
    JavaVersion version = JavaVersion.of(app, java, pom.java());
    String major = version.version().version();
    var recipe =
        Recipe.in(maven.imageOf(major))
            .runIn(runtime.imageOf(major))
            .withSteps(List.of(build(wrapped)))
            .withFromBuild(List.of(pom.isParent() ? Recipe.WHOLE_TREE : "target"))
            .withTools(tools(version, wrapped));
    return BuildPlan.of(language(), evidence, recipe)
        .withVersions(List.of(version.version()))
        .withWeb(pom.runnableJar().map(jar -> command(pom, jar)))
        .withNotices(notices);
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

  private static BuildStep build(boolean wrapped) {
    var command = new ArrayList<String>();
    command.addAll(wrapped ? List.of("sh", "./" + WRAPPER) : List.of("mvn"));
    command.add("-B");
    command.add("-Dmaven.repo.local=" + BuildStep.CACHE_FOLDER + "/maven/repository");
    command.add(
        "-Dorg.slf4j.simpleLogger.log.org.apache.maven.cli.transfer.Slf4jMavenTransferListener=warn");
    command.addAll(List.of("-Dstyle.color=never", "-DskipTests", "package"));
    return new BuildStep(
        BuildStep.Role.BUILD,
        wrapped ? "mvnw package" : "mvn package",
        List.of(Recipe.WHOLE_TREE),
        List.of(command),
        List.of(MAVEN),
        List.of("target"));
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

  /** Spring takes its port from a property, and believes the proxy when it is told to. */
  private static StartCommand command(Pom pom, String jar) {
    return pom.isSpringBoot()
        ? new StartCommand(
            "java -Dserver.port=$PORT -Dserver.forward-headers-strategy=native -jar " + jar,
            "Spring Boot")
        : new StartCommand("java -jar " + jar, "mainClass");
  }
}
