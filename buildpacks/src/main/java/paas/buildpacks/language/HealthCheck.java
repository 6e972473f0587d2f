package paas.buildpacks.language;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.Json;
import paas.buildpacks.source.SourceTree;

/** The health path that an app.json names for its web process. */
public final class HealthCheck {
  private static final String FILE = "app.json";

  private HealthCheck() {}

  /** The first path under {@code healthchecks.web}, null where there is none. */
  public static @Nullable String pathIn(SourceTree tree) {
    var text = tree.read(FILE);
    if (text.isEmpty()) {
      return null;
    }
    JsonNode checks = Json.object(FILE, text.get()).path("healthchecks").path("web");
    for (JsonNode check : checks) {
      JsonNode path = check.path("path");
      if (path.isMissingNode()) {
        continue;
      }
      if (!path.isTextual() || !path.textValue().matches("/[!-~]{0,500}")) {
        throw new BrokenSource(
            FILE, 0, "has a health check path that is no path", "Write one such as \"/health\".");
      }
      return path.textValue();
    }
    return null;
  }
}
