package paas.buildpacks.jvm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import paas.buildpacks.source.Json;
import paas.buildpacks.source.SourceTree;

/**
 * The plugins that a version catalog names.
 *
 * @param plugins ids by alias, as build files write it: "spring.boot"
 */
record GradleCatalog(Map<String, String> plugins) {
  private static final String FILE = "gradle/libs.versions.toml";

  static GradleCatalog of(SourceTree tree) {
    Map<String, String> plugins = new HashMap<>();
    Optional<String> text = tree.read(FILE).filter(t -> !t.isBlank());
    text.map(t -> Json.toml(FILE, t).path("plugins"))
        .ifPresent(table ->
            table
                .properties()
                .forEach(entry -> {
                  JsonNode value = entry.getValue();
                  String id =
                      value.isTextual()
                          ? value.asText().replaceFirst(":.*", "")
                          : value.path("id").asText();
                  plugins.put(dotted(entry.getKey()), id);
                }));
    return new GradleCatalog(plugins);
  }

  Optional<String> plugin(String alias) {
    return Optional.ofNullable(plugins.get(dotted(alias)));
  }

  private static String dotted(String alias) {
    return alias.replace('-', '.').replace('_', '.');
  }
}
