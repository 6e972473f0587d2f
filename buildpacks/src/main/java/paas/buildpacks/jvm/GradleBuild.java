package paas.buildpacks.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.language.Wish;
import paas.buildpacks.plan.DottedNumber;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/**
 * A build of Gradle.
 *
 * @param projects the root's first
 * @param gradle the release that the wrapper names
 * @param wrapped whether the wrapper is whole
 */
record GradleBuild(
    SourceTree tree, List<GradleProject> projects, Optional<String> gradle, boolean wrapped) {
  static final List<String> SETTINGS = List.of("settings.gradle", "settings.gradle.kts");
  static final String WRAPPER = "gradlew";
  static final String WRAPPER_JAR = "gradle/wrapper/gradle-wrapper.jar";
  static final String WRAPPER_SETTINGS = "gradle/wrapper/gradle-wrapper.properties";

  private static final int MAX_PROJECTS = 100;
  private static final Pattern NAME =
      Pattern.compile("\\brootProject\\.name\\s{0,5}=\\s{0,5}[\"']([\\w.-]{1,100})[\"']");
  private static final Pattern INCLUDE =
      Pattern.compile(
          "(?m)^\\s{0,8}include\\b\\s{0,5}\\(?((?:[\\s,]{0,20}[\"'][\\w:./-]{1,200}[\"']){1,100})");
  private static final Pattern QUOTED = Pattern.compile("[\"'](?::|\\./)?([\\w:./-]{1,200})[\"']");
  private static final Pattern DISTRIBUTION =
      Pattern.compile(
          "(?m)^distributionUrl\\s{0,5}[=:].{0,300}?gradle-(\\d{1,3}(?:\\.\\d{1,3}){0,2})");

  static GradleBuild of(SourceTree tree) {
    String settings =
        SETTINGS.stream().flatMap(file -> tree.read(file).stream()).findFirst().orElse("");
    GradleCatalog catalog = GradleCatalog.of(tree);
    List<GradleProject> projects = new ArrayList<>();
    Optional<String> rootName = first(NAME, settings);
    projects.add(
        GradleProject.in(tree, "", rootName, catalog)
            .orElseGet(() -> new GradleProject("", rootName, "", Set.of())));
    included(settings)
        .flatMap(folder ->
            GradleProject.in(
                tree, folder, Optional.of(folder.substring(folder.lastIndexOf('/') + 1)), catalog)
                .stream())
        .limit(MAX_PROJECTS)
        .forEach(projects::add);
    Optional<String> gradle =
        tree.read(WRAPPER_SETTINGS).flatMap(text -> first(DISTRIBUTION, text));
    boolean wrapped = Stream.of(WRAPPER, WRAPPER_JAR, WRAPPER_SETTINGS).allMatch(tree::isFile);
    return new GradleBuild(tree, List.copyOf(projects), gradle, wrapped);
  }

  private static Stream<String> included(String settings) {
    return INCLUDE
        .matcher(settings)
        .results()
        .flatMap(found -> QUOTED.matcher(found.group(1)).results())
        .map(found -> found.group(1).replace(':', '/'))
        .filter(SourceText::isHarmlessPath);
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** What the build says about its Java. */
  Optional<Wish> java(Stream<GradleProject> mine) {
    List<GradleProject> asked = Stream.concat(mine, projects.stream()).distinct().toList();
    return asked.stream()
        .flatMap(p -> p.toolchain().or(p::compatible).map(v -> Wish.in(file(p), v)).stream())
        .findFirst()
        .or(this::forGradle);
  }

  /** A toolchain is that Java and no newer one. */
  Optional<Wish> toolchain(Stream<GradleProject> mine) {
    return Stream.concat(mine, projects.stream())
        .flatMap(p -> p.toolchain().map(v -> Wish.in(file(p), v)).stream())
        .findFirst();
  }

  /** An old Gradle does not run on a new Java. */
  private Optional<Wish> forGradle() {
    return gradle
        .filter(release -> DottedNumber.compare(release, "8.5") < 0)
        .map(release -> new Wish("17", WRAPPER_SETTINGS, 0, "Gradle " + release));
  }

  private String file(GradleProject project) {
    return GradleProject.SCRIPTS.stream()
        .map(name -> GradleProject.inside(project.folder(), name))
        .filter(tree::isFile)
        .findFirst()
        .orElse(GradleProject.SCRIPTS.getFirst());
  }

  /** The name of a project's jar without its end, where it can be told. */
  Optional<String> jarName(GradleProject project) {
    return project
        .name()
        .flatMap(name ->
            project
                .version()
                .or(() -> projects.getFirst().version())
                .or(() -> tree.read("gradle.properties").flatMap(GradleProject::versionProperty))
                .map(version -> name + "-" + version));
  }
}
