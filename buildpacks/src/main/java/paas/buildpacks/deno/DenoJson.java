package paas.buildpacks.deno;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import paas.buildpacks.source.Json;
import paas.buildpacks.source.SourceTree;

/** What a deno.json says that matters to a build. */
record DenoJson(String file, JsonNode root) {
  static final List<String> FILES = List.of("deno.json", "deno.jsonc");

  static DenoJson read(SourceTree tree, String file) {
    return new DenoJson(file, Json.object(file, tree.read(file).orElseThrow()));
  }

  /** The command of a task, which is a text or an object with one. */
  Optional<String> task(String name) {
    JsonNode task = Json.child(file, root, "tasks").path(name);
    JsonNode command = task.isObject() ? task.path("command") : task;
    return Optional.of(command.asText("")).filter(text -> !text.isBlank()).map(String::strip);
  }

  /** True if packages are laid out in the app's own folder. */
  boolean laysOutPackages() {
    JsonNode folder = root.path("nodeModulesDir");
    return root.path("vendor").asBoolean()
        || folder.asBoolean()
        || List.of("auto", "manual").contains(folder.asText());
  }
}
