package paas.buildpacks.bom;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One package.
 *
 * @param type as package URLs name its ecosystem: "npm"
 * @param group what stands before the name, "" for nothing: "@babel", "org.slf4j"
 * @param development true if only the build or the developer needs it
 */
record Component(String type, String group, String name, String version, boolean development) {

  static Component of(String type, String name, String version) {
    return new Component(type, "", name, version, false);
  }

  /** A name whose group stands before the last slash: "@babel/core", "github.com/gorilla/mux". */
  static Component grouped(String type, String name, String version, boolean development) {
    int slash = name.lastIndexOf('/');
    return new Component(
        type,
        slash < 0 ? "" : name.substring(0, slash),
        name.substring(slash + 1),
        version,
        development);
  }

  /** Such as {@code pkg:npm/%40babel/core@7.26.0}. */
  String purl() {
    String path =
        Stream.concat(Stream.of(group.split("/", -1)), Stream.of(name))
            .filter(part -> !part.isEmpty())
            .map(Component::encoded)
            .collect(Collectors.joining("/"));
    return "pkg:" + type + "/" + path + "@" + encoded(version);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("%3A", ":")
        .replace("%7E", "~");
  }
}
