package paas.buildpacks.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.language.Wish;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/**
 * What a pom.xml says that matters to a build.
 *
 * @param folder where it lies, "" for the root
 * @param texts the text of each element by its path, the first of each: "project/artifactId"
 * @param plugins of its build
 * @param modules folders, from here
 * @param dependencies their artifactIds
 * @param parent the pom above it in the tree, whose properties and plugins are its own too
 */
record Pom(
    String folder,
    Map<String, String> texts,
    List<Plugin> plugins,
    List<String> modules,
    List<String> dependencies,
    @Nullable Pom parent) {
  static final String FILE = "pom.xml";

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9_.-]{1,100})}");
  private static final int MAX_MODULES = 50;

  /** Makers of jars that start what their mainClass names; others only use one while they run. */
  private static final List<String> JAR_MAKERS =
      List.of("maven-jar-plugin", "maven-shade-plugin", "maven-assembly-plugin");

  private static final String TOGETHER = "maven-assembly-plugin";

  Pom {
    texts = Map.copyOf(texts);
    plugins = List.copyOf(plugins);
    modules = List.copyOf(modules);
    dependencies = List.copyOf(dependencies);
  }

  /**
   * A plugin and its settings.
   *
   * @param texts by their path below it, the first of each
   */
  record Plugin(String name, Map<String, String> texts) {
    Plugin {
      texts = Map.copyOf(texts);
    }

    Optional<String> mainClass() {
      return texts.entrySet().stream()
          .filter(e -> e.getKey().endsWith("mainClass") || e.getKey().endsWith("/Main-Class"))
          .map(Map.Entry::getValue)
          .findFirst();
    }

    Optional<String> classifier() {
      return texts.entrySet().stream()
          .filter(e -> e.getKey().endsWith("configuration/classifier"))
          .map(Map.Entry::getValue)
          .findFirst();
    }
  }

  static Pom read(SourceTree tree) {
    return PomReader.read(tree, "", null);
  }

  /** Itself and all modules below it. */
  List<Pom> family(SourceTree tree) {
    List<Pom> family = new ArrayList<>(List.of(this));
    for (int i = 0; i < family.size() && family.size() < MAX_MODULES; i++) {
      Pom above = family.get(i);
      above.modules().stream()
          .map(module -> above.inside(module.replaceAll("^\\./|/+$", "")))
          .filter(SourceText::isHarmlessPath)
          .filter(module -> tree.isFile(module + "/" + FILE))
          .forEach(module -> family.add(PomReader.read(tree, module, above)));
    }
    return family;
  }

  String inside(String path) {
    return folder.isEmpty() ? path : folder + "/" + path;
  }

  /** The Java that it is written for. */
  Optional<Wish> java() {
    return Stream.of(
            "properties/maven.compiler.release",
            "properties/java.version",
            "properties/jdk.version",
            "properties/maven.compiler.target")
        .map(name -> filledIn(texts.getOrDefault("project/" + name, "")))
        .filter(value -> !value.isEmpty() && !value.contains("$"))
        .findFirst()
        .map(value -> Wish.in(inside(FILE), value));
  }

  boolean isParent() {
    return !modules.isEmpty();
  }

  Optional<Plugin> plugin(String name) {
    return plugins.stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .or(() -> Optional.ofNullable(parent).flatMap(p -> p.plugin(name)));
  }

  boolean dependsOn(String prefix) {
    return dependencies.stream().anyMatch(d -> d.startsWith(prefix));
  }

  boolean isKotlin() {
    return plugin("kotlin-maven-plugin").isPresent();
  }

  Framework framework() {
    if (plugin("quarkus-maven-plugin").isPresent()) {
      return Framework.QUARKUS;
    }
    if (plugin("spring-boot-maven-plugin").isPresent()) {
      return Framework.SPRING_BOOT;
    }
    if (plugin("micronaut-maven-plugin").isPresent()) {
      return Framework.MICRONAUT;
    }
    boolean ktor = mainOfJar().filter(main -> main.endsWith(".EngineMain")).isPresent();
    return ktor ? Framework.KTOR : Framework.NONE;
  }

  private Optional<String> mainOfJar() {
    return JAR_MAKERS.stream()
        .flatMap(name -> plugin(name).stream())
        .flatMap(plugin -> plugin.mainClass().stream())
        .findFirst();
  }

  /** The jar that can be started: empty if none can be, or if its name cannot be told. */
  Optional<String> runnableJar(SourceTree tree) {
    Framework framework = framework();
    String packaging = filledIn(texts.getOrDefault("project/packaging", "jar"));
    boolean fits =
        packaging.equals("jar") || (packaging.equals("war") && framework == Framework.SPRING_BOOT);
    if (isParent() || !(fits || packaging.contains("$"))) {
      return Optional.empty();
    }
    Optional<String> name =
        switch (framework) {
          case QUARKUS ->
              Optional.of(
                  isOneJar(tree) ? finalName() + "-runner.jar" : "quarkus-app/quarkus-run.jar");
          case SPRING_BOOT -> Optional.of(finalName() + classified() + "." + packaging);
          case MICRONAUT -> Optional.of(finalName() + ".jar");
          default ->
              mainOfJar()
                  .map(main ->
                      finalName()
                          + (plugin(TOGETHER).isPresent() ? "-jar-with-dependencies.jar" : ".jar"));
        };
    return name.map(jar -> inside("target/" + jar)).filter(SourceText::isHarmlessPath);
  }

  private String classified() {
    return plugin("spring-boot-maven-plugin")
        .flatMap(Plugin::classifier)
        .map(text -> "-" + text)
        .orElse("");
  }

  /** The class that the app is started by where its developers are, where no jar does it. */
  Optional<String> mainClass() {
    return plugin("exec-maven-plugin")
        .flatMap(Plugin::mainClass)
        .or(() -> Optional.ofNullable(texts.get("project/properties/exec.mainClass")))
        .or(() -> Optional.ofNullable(texts.get("project/properties/mainClass")))
        .map(this::filledIn)
        .filter(name -> !isParent() && name.matches("[A-Za-z_][\\w.]{0,200}"));
  }

  /** Quarkus makes a folder, unless it is told to make one jar. */
  private boolean isOneJar(SourceTree tree) {
    String settings =
        tree.read(inside("src/main/resources/application.properties")).orElse("")
            + texts.getOrDefault("project/properties/quarkus.package.jar.type", "")
            + texts.getOrDefault("project/properties/quarkus.package.type", "");
    return settings.contains("uber-jar");
  }

  private String finalName() {
    return filledIn(
        Optional.ofNullable(texts.get("project/build/finalName"))
            .orElse(texts.getOrDefault("project/artifactId", "") + "-${project.version}"));
  }

  /** A text with properties in the place of references, which may name others a few levels deep. */
  private String filledIn(String text) {
    String filled = text;
    for (int i = 0; i < 5 && filled.length() < 500 && filled.contains("${"); i++) {
      filled =
          REFERENCE
              .matcher(filled)
              .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1))));
    }
    return filled;
  }

  private String value(String name) {
    String plain = name.startsWith("project.") ? name.substring("project.".length()) : name;
    return switch (plain) {
      case "version" ->
          texts.getOrDefault("project/version", texts.getOrDefault("project/parent/version", "$"));
      case "artifactId" -> texts.getOrDefault("project/artifactId", "$");
      default -> property(name);
    };
  }

  private String property(String name) {
    String own = texts.get("project/properties/" + name);
    if (own != null) {
      return own;
    }
    return parent == null ? "$" : parent.property(name);
  }
}
