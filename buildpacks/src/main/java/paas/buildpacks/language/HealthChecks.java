package paas.buildpacks.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.FirstLine;

/**
 * The health checks of an app.json. Here a process is asked until it answers, once, before it gets
 * traffic; how long is one setting of the server for all apps.
 *
 * @param path that answers when the app is ready; null where none is named
 * @param notices what of the checks does nothing here
 */
record HealthChecks(@Nullable String path, List<String> notices) {
  private static final String WEB = "web";

  /** The first that is there names the path: the nearest to what is asked here. */
  private static final List<String> TYPES = List.of("startup", "readiness", "liveness");

  private static final Set<String> READ = Set.of("type", "name", "path");

  HealthChecks {
    notices = List.copyOf(notices);
  }

  static HealthChecks in(JsonNode file) {
    JsonNode all = file.path("healthchecks");
    List<JsonNode> checks = all.path(WEB).valueStream().filter(JsonNode::isObject).toList();
    Optional<JsonNode> taken =
        TYPES.stream()
            .flatMap(type -> checks.stream().filter(check -> type(check).equals(type)))
            .filter(check -> check.has("path"))
            .findFirst();
    List<String> notices = new ArrayList<>();
    taken.flatMap(HealthChecks::unread).ifPresent(notices::add);
    passedOver(all, checks, taken).ifPresent(notices::add);
    return new HealthChecks(taken.map(HealthChecks::path).orElse(null), notices);
  }

  private static Optional<String> unread(JsonNode check) {
    Set<String> keys = new TreeSet<>();
    check.fieldNames().forEachRemaining(keys::add);
    keys.removeAll(READ);
    return keys.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "app.json names "
                + named(keys.stream())
                + " of the health check, which "
                + (keys.size() == 1 ? "is" : "are")
                + " not used: web is asked on its $PORT, as long as checks.healthy of the server's"
                + " settings says.");
  }

  private static Optional<String> passedOver(
      JsonNode all, List<JsonNode> checks, Optional<JsonNode> taken) {
    Stream<String> ofWeb =
        checks.stream()
            .filter(check -> taken.filter(check::equals).isEmpty())
            .map(check -> type(check) + (check.has("path") ? "" : " without a path"));
    Stream<String> ofOthers =
        all.propertyStream().map(Map.Entry::getKey).filter(type -> !type.equals(WEB));
    String names = named(Stream.concat(ofWeb, ofOthers).distinct());
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "app.json names health checks that are not used ("
                + names
                + "): only web is asked, by one path, before it gets traffic.");
  }

  private static String named(Stream<String> keys) {
    return keys.map(FirstLine::shown).collect(Collectors.joining(", "));
  }

  private static String type(JsonNode check) {
    return check.path("type").asText("startup");
  }

  private static String path(JsonNode check) {
    JsonNode path = check.path("path");
    if (!path.isTextual() || !path.textValue().matches("/[!-~]{0,500}")) {
      throw new BrokenSource(
          AppJson.FILE,
          0,
          "has a health check path that is no path",
          "Write one such as \"/health\".");
    }
    return path.textValue();
  }
}
