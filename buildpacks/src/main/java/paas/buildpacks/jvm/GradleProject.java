package paas.buildpacks.jvm;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.source.SourceTree;

/**
 * One project of a Gradle build.
 *
 * @param folder in the tree, "" for the root
 * @param name as Gradle calls it, empty where only the folder's name would tell
 * @param script the text of its build file
 * @param plugins their ids
 */
record GradleProject(String folder, Optional<String> name, String script, Set<String> plugins) {
  static final List<String> SCRIPTS = List.of("build.gradle", "build.gradle.kts");

  private static final Pattern ID =
      Pattern.compile("\\bid\\s{0,5}\\(?\\s{0,5}[\"']([\\w.-]{1,100})[\"']");
  private static final Pattern ALIAS =
      Pattern.compile("\\balias\\s{0,5}\\(\\s{0,5}libs\\.plugins\\.([\\w.]{1,100}?)\\s{0,5}\\)");
  private static final Pattern APPLIED =
      Pattern.compile(
          "\\bapply\\s{0,5}\\(?\\s{0,5}plugin\\s{0,5}[:=]\\s{0,5}[\"']([\\w.-]{1,100})");
  private static final Pattern KOTLIN =
      Pattern.compile("\\bkotlin\\s{0,5}\\(\\s{0,5}\"(jvm|plugin\\.\\w{1,30})\"");
  private static final Pattern WORD = Pattern.compile("^(application|java|war|groovy|scala)$");

  private static final Pattern APPLICATION_NAME =
      Pattern.compile("\\bapplicationName\\s{0,5}=\\s{0,5}[\"']([\\w.-]{1,100})[\"']");
  private static final Pattern VERSION =
      Pattern.compile("(?m)^\\s{0,8}version\\s{0,5}=?\\s{0,5}[\"']([\\w.+-]{1,100})[\"']");
  private static final Pattern VERSION_PROPERTY =
      Pattern.compile("(?m)^version\\s{0,5}=\\s{0,5}([\\w.+-]{1,100})\\s*$");
  private static final Pattern TOOLCHAIN =
      Pattern.compile(
          "(?:JavaLanguageVersion\\.of|jvmToolchain)\\s{0,5}\\(\\s{0,5}(\\d{1,3})\\s{0,5}\\)");
  private static final Pattern COMPATIBLE =
      Pattern.compile(
          "\\b(?:sourceCompatibility|targetCompatibility|release)\\s{0,5}(?:=|\\.set\\(|\\s)\\s{0,5}"
              + "(?:JavaVersion\\.VERSION_)?[\"']?(?:1[._])?(\\d{1,3})\\b");
  private static final Pattern STAGE =
      Pattern.compile(
          "\\btask\\s{1,5}stage\\b|\\b(?:register|create)\\s{0,5}\\(\\s{0,5}[\"']stage[\"']");

  /** As a dependency, or by the name that a version catalog has for it. */
  private static final Pattern ACTUATOR =
      Pattern.compile("^(?!\\s*(?://|\\*)).*\\b(?:boot|starter)[.-]actuator\\b", Pattern.MULTILINE);

  private static final Pattern MAIN_CLASS =
      Pattern.compile("[\"']Main-Class[\"']|io\\.ktor\\.server");

  GradleProject {
    plugins = Set.copyOf(plugins);
  }

  /** The project of a folder; empty where none has a build file there. */
  static Optional<GradleProject> in(
      SourceTree tree, String folder, Optional<String> name, GradleCatalog catalog) {
    return SCRIPTS.stream()
        .flatMap(file -> tree.read(inside(folder, file)).stream())
        .findFirst()
        .map(script -> new GradleProject(folder, name, script, plugins(script, catalog)));
  }

  static String inside(String folder, String path) {
    return folder.isEmpty() ? path : folder + "/" + path;
  }

  private static Set<String> plugins(String script, GradleCatalog catalog) {
    Set<String> plugins = new HashSet<>();
    for (String raw : (Iterable<String>) script.lines()::iterator) {
      String line = raw.strip();
      if (line.startsWith("//") || line.contains("apply false") || line.contains("apply(false")) {
        continue;
      }
      add(plugins, ID, line, Optional::of);
      add(plugins, ALIAS, line, catalog::plugin);
      add(plugins, APPLIED, line, Optional::of);
      add(plugins, KOTLIN, line, name -> Optional.of("org.jetbrains.kotlin." + name));
      add(plugins, WORD, line, Optional::of);
    }
    return plugins;
  }

  private static void add(
      Set<String> plugins, Pattern pattern, String line, Function<String, Optional<String>> id) {
    Matcher matcher = pattern.matcher(line);
    while (matcher.find()) {
      id.apply(matcher.group(1)).ifPresent(plugins::add);
    }
  }

  boolean has(String plugin) {
    return plugins.contains(plugin);
  }

  boolean isKotlin() {
    return has("org.jetbrains.kotlin.jvm");
  }

  boolean hasActuator() {
    return framework() == Framework.SPRING_BOOT && ACTUATOR.matcher(script).find();
  }

  Framework framework() {
    return Stream.of(Framework.values())
        .filter(framework -> signs(framework).stream().anyMatch(this::has))
        .findFirst()
        .orElse(isOfKtor() ? Framework.KTOR : Framework.NONE);
  }

  private static List<String> signs(Framework framework) {
    return switch (framework) {
      case SPRING_BOOT -> List.of("org.springframework.boot");
      case QUARKUS -> List.of("io.quarkus");
      case MICRONAUT -> List.of("io.micronaut.application", "io.micronaut.minimal.application");
      case KTOR -> List.of("io.ktor.plugin");
      case PLAY, NONE -> List.of();
    };
  }

  private boolean isOfKtor() {
    return script.contains("io.ktor.server") && script.contains("EngineMain");
  }

  /** A start script is written for it. */
  boolean isApplication() {
    return has("application") || has("io.ktor.plugin") || framework() == Framework.MICRONAUT;
  }

  boolean hasShadow() {
    return has("com.github.johnrengelman.shadow") || has("com.gradleup.shadow");
  }

  boolean makesRunnableJar() {
    return MAIN_CLASS.matcher(script).find();
  }

  /** Whether it has the task of Heroku's convention, which makes what is to be started. */
  boolean hasStage() {
    return STAGE.matcher(script).find();
  }

  /** The name of its start script. */
  Optional<String> applicationName() {
    return first(APPLICATION_NAME, script).or(() -> name);
  }

  Optional<String> version() {
    return first(VERSION, script);
  }

  static Optional<String> versionProperty(String properties) {
    return first(VERSION_PROPERTY, properties);
  }

  /** The Java that it must be compiled with, exactly. */
  Optional<String> toolchain() {
    return first(TOOLCHAIN, script);
  }

  /** The Java that it is written for. */
  Optional<String> compatible() {
    return first(COMPATIBLE, script);
  }

  /** A task of this project. */
  String task(String name) {
    return folder.isEmpty() ? name : ":" + folder.replace('/', ':') + ":" + name;
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
