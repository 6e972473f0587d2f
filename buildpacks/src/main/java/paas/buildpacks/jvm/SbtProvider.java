package paas.buildpacks.jvm;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Provider;
import paas.buildpacks.language.Reading;
import paas.buildpacks.language.Versions;
import paas.buildpacks.language.Wish;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.plan.Tool;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceTree;

/**
 * Scala projects of sbt. Its launcher is a jar of Maven Central, which Maven brings: there is no
 * official image of sbt.
 */
public final class SbtProvider implements Provider {
  private static final String FILE = "build.sbt";
  private static final String PROPERTIES = "project/build.properties";
  private static final String LAUNCHER = ".paas/tools";
  private static final BuildStep.Cache MAVEN = new BuildStep.Cache("maven", "MAVEN_USER_HOME");
  private static final List<BuildStep.Cache> CACHES =
      List.of(
          new BuildStep.Cache("sbt", "SBT_GLOBAL_BASE"),
          new BuildStep.Cache("coursier", "COURSIER_CACHE"));
  private static final Pattern VERSION =
      Pattern.compile("(?m)^\\s*sbt\\.version\\s*=\\s*([\\w.-]{1,40})\\s*$");
  private static final Pattern NAME =
      Pattern.compile("(?m)\\bname\\s{0,5}:=\\s{0,5}\"([^\"]{1,100})\"");

  private final Versions.Line java;
  private final Versions.Line runtime;
  private final Versions.Line maven;
  private final Versions.Line sbt;

  public SbtProvider(Versions versions) {
    java = versions.of("java");
    runtime = versions.of("java-runtime");
    maven = versions.of("maven");
    sbt = versions.of("sbt");
  }

  @Override
  public String language() {
    return "Scala";
  }

  @Override
  public String key() {
    return "sbt";
  }

  @Override
  public boolean takesAssets() {
    return true;
  }

  @Override
  public String looksFor() {
    return "build.sbt (Scala)";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return tree.isFile(FILE) ? Optional.of(FILE) : Optional.empty();
  }

  @Override
  public String startRemedy() {
    return "Give it a name in build.sbt (name := \"shop\"), or add a Procfile with"
        + " \"web: target/universal/stage/bin/NAME\".";
  }

  @Override
  public BuildPlan plan(AppSource app, String evidence) {
    SourceTree tree = app.tree();
    String plugins = plugins(tree);
    boolean play =
        plugins.contains("\"org.playframework\"") || plugins.contains("com.typesafe.play");
    if (!play && !plugins.contains("sbt-native-packager")) {
      throw new BrokenSource(
          FILE,
          0,
          "has no plugin that makes something to start",
          "Add sbt-native-packager to project/plugins.sbt and enable JavaAppPackaging.");
    }
    JavaVersion version = JavaVersion.of(app, java, Optional.empty());
    BuildPlan.Version launcher = launcher(app);
    String major = version.version().version();
    var recipe =
        Recipe.in(maven.imageOf(major))
            .runIn(runtime.imageOf(major))
            .withSteps(steps(tree, launcher.version()))
            .withEnv(Framework.memory())
            .withFromBuild(List.of("target/universal/stage"))
            .withTools(
                List.of(
                    version.java(),
                    version.javac(),
                    Tool.simple("mvn", "3.6", "Install the Debian package maven.")));
    Framework framework = play ? Framework.PLAY : Framework.NONE;
    return BuildPlan.of(language(), evidence, recipe)
        .withVersions(List.of(version.version(), launcher))
        .withWeb(
            name(tree)
                .map(name -> {
                  StartCommand start = framework.script("target/universal/stage/bin/" + name);
                  return play ? start : new StartCommand(String.valueOf(start.command()), "name");
                }));
  }

  private static String plugins(SourceTree tree) {
    return tree.list("project").stream()
        .filter(name -> name.endsWith(".sbt"))
        .flatMap(name -> tree.read("project/" + name).stream())
        .reduce("", String::concat);
  }

  /** Each release has a launcher, and there are too many to name. */
  private BuildPlan.Version launcher(AppSource app) {
    Optional<String> text = app.tree().read(PROPERTIES);
    Matcher matcher = VERSION.matcher(text.orElse(""));
    if (app.corrections().version("sbt").isEmpty() && matcher.find()) {
      Wish wish = Wish.in(PROPERTIES, matcher.group(1));
      return new BuildPlan.Version("sbt", wish.text(), wish.source());
    }
    return sbt.choose(app, Optional.empty(), Reading.SEMVER).version();
  }

  private static List<BuildStep> steps(SourceTree tree, String version) {
    String jar = LAUNCHER + "/sbt-launch-" + version + ".jar";
    return List.of(
        new BuildStep(
            BuildStep.Role.TOOL,
            "sbt " + version,
            tree.isFile(PROPERTIES) ? List.of(PROPERTIES) : List.of(),
            List.of(
                List.of(
                    "mvn",
                    "-B",
                    "-Dmaven.repo.local=" + BuildStep.CACHE_FOLDER + "/maven/repository",
                    "dependency:copy",
                    "-Dartifact=org.scala-sbt:sbt-launch:" + version,
                    "-DoutputDirectory=" + LAUNCHER)),
            List.of(MAVEN),
            List.of(LAUNCHER)),
        new BuildStep(
            BuildStep.Role.BUILD,
            "sbt stage",
            List.of(Recipe.WHOLE_TREE),
            List.of(
                List.of(
                    "java",
                    "-Dsbt.global.base=" + BuildStep.CACHE_FOLDER + "/sbt",
                    "-Dsbt.boot.directory=" + BuildStep.CACHE_FOLDER + "/sbt/boot",
                    "-Dsbt.color=never",
                    "-jar",
                    jar,
                    "-batch",
                    "stage")),
            CACHES,
            List.of("target/universal/stage")));
  }

  /** As the start script is named: in lower case, with dashes. */
  private static Optional<String> name(SourceTree tree) {
    Matcher matcher = NAME.matcher(tree.read(FILE).orElse(""));
    return Stream.of(matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"))
        .findFirst();
  }
}
