package paas.buildpacks.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import paas.buildpacks.source.Json;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/** What angular.json says about the first application in it. */
final class Angular {
  private static final String FILE = "angular.json";

  private Angular() {}

  static Optional<Framework> read(SourceTree tree) {
    return tree.read(FILE)
        .flatMap(text -> {
          JsonNode projects = Json.child(FILE, Json.object(FILE, text), "projects");
          return projects
              .propertyStream()
              .filter(p -> !p.getValue().path("projectType").asText().equals("library"))
              .findFirst()
              .flatMap(p -> of(p.getKey(), p.getValue()));
        });
  }

  private static Optional<Framework> of(String name, JsonNode project) {
    JsonNode build = project.path("architect").path("build");
    JsonNode output = build.path("options").path("outputPath");
    String base = output.isObject() ? output.path("base").asText() : output.asText();
    String folder = base.isBlank() ? "dist/" + name : base.replaceAll("^\\./|/+$", "");
    if (!SourceText.isHarmlessPath(folder)) {
      return Optional.empty();
    }
    boolean split = build.path("builder").asText().endsWith(":application");
    JsonNode server = build.path("options").path("ssr");
    boolean renders = split && (server.isObject() || server.asBoolean());
    if (renders) {
      return Optional.of(
          Framework.server(
              "Angular", "node " + folder + "/server/server.mjs", Map.of(), "ng", "build"));
    }
    String browser = output.path("browser").asText("browser");
    String pages = split && !browser.isEmpty() ? folder + "/" + browser : folder;
    return Optional.of(Framework.site("Angular", pages, Optional.of("index.html"), "ng", "build"));
  }
}
