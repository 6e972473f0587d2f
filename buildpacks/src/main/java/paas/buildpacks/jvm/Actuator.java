package paas.buildpacks.jvm;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
            .map(resources::concat)
            .filter(tree::isFile)
            .anyMatch(file -> tree.peek(file).map(MOVED::matcher).map(Matcher::find).orElse(true));
    return moved ? null : USUAL;
  }
}
