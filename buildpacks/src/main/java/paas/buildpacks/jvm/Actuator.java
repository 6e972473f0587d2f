package paas.buildpacks.jvm;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceTree;

/** Where Spring Boot's Actuator says whether the app is well. */
final class Actuator {
  static final String DEPENDENCY = "spring-boot-starter-actuator";

  private static final String USUAL = "/actuator/health";
  private static final List<String> SETTINGS =
      List.of("application.properties", "application.yml", "application.yaml");

  /** What moves it elsewhere or takes it away, as properties and as YAML name it. */
  private static final Pattern MOVED =
      Pattern.compile(
          "base-?path|path-?mapping|context-?path|servlet\\.path|management\\.server\\."
              + "|enabled-by-default|\\bmanagement:.{0,2000}?\\bport:",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Actuator() {}

  /**
   * The path, null where the settings may have moved it: then any answer to / does.
   *
   * @param folder of the module, "" for the root
   */
  static @Nullable String path(SourceTree tree, String folder) {
    String resources = (folder.isEmpty() ? "" : folder + "/") + "src/main/resources/";
    boolean moved =
        Stream.concat(SETTINGS.stream(), SETTINGS.stream().map(name -> "config/" + name))
            .flatMap(name -> text(tree, resources + name).stream())
            .anyMatch(text -> MOVED.matcher(text).find());
    return moved ? null : USUAL;
  }

  /** Settings that cannot be read here are the app's own business. */
  private static Optional<String> text(SourceTree tree, String file) {
    try {
      return tree.read(file);
    } catch (BrokenSource unread) {
      return Optional.of("base-path");
    }
  }
}
