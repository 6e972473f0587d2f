package paas.buildpacks.rust;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.FirstLine;
import paas.buildpacks.source.Json;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/**
 * One package of Cargo.
 *
 * @param folder in the tree, "" for its root
 * @param programs with the file of each
 * @param toml its Cargo.toml
 */
record CargoPackage(String folder, String name, Map<String, String> programs, JsonNode toml) {
  static final String FILE = "Cargo.toml";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,63}");
  private static final List<String> DEPENDENCIES =
      List.of("dependencies", "dev-dependencies", "build-dependencies");

  /** Kinds of targets that have to be there before Cargo reads the rest. */
  private static final List<String> OTHER_TARGETS = List.of("bench", "example", "test");

  /** The package of a folder; empty for a workspace that is none itself. */
  static Optional<CargoPackage> in(SourceTree tree, String folder) {
    String file = inside(folder, FILE);
    JsonNode toml = read(tree, folder);
    String name = Json.text(file, Json.child(file, toml, "package"), "name");
    return name == null
        ? Optional.empty()
        : Optional.of(new CargoPackage(folder, name, programs(tree, folder, name, toml), toml));
  }

  static JsonNode read(SourceTree tree, String folder) {
    String file = inside(folder, FILE);
    return Json.toml(file, tree.read(file).orElseThrow());
  }

  static String inside(String folder, String path) {
    return folder.isEmpty() ? path : folder + "/" + path;
  }

  String file() {
    return inside(folder, FILE);
  }

  Optional<String> defaultRun() {
    return Optional.ofNullable(Json.text(file(), toml.path("package"), "default-run"));
  }

  boolean depends(String crate) {
    return toml.path("dependencies").has(crate);
  }

  /**
   * Folders of the packages that it takes from beside it; {@code ..} for one that lies outside the
   * tree.
   */
  List<String> paths() {
    List<JsonNode> tables = new ArrayList<>();
    DEPENDENCIES.forEach(table -> tables.add(toml.path(table)));
    toml.path("target").forEach(target -> DEPENDENCIES.forEach(t -> tables.add(target.path(t))));
    toml.path("patch").forEach(tables::add);
    return tables.stream()
        .flatMap(JsonNode::valueStream)
        .map(dependency -> dependency.path("path"))
        .filter(JsonNode::isTextual)
        .map(path -> resolved(folder, path.textValue()))
        .toList();
  }

  private static String resolved(String folder, String path) {
    List<String> parts = new ArrayList<>(folder.isEmpty() ? List.of() : List.of(folder.split("/")));
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        if (parts.isEmpty()) {
          return "..";
        }
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  /**
   * The source files without which Cargo does not even read what the package asks for; empty where
   * they cannot all be told.
   */
  Optional<List<String>> targets(SourceTree tree) {
    if (OTHER_TARGETS.stream().anyMatch(toml::has)) {
      return Optional.empty();
    }
    String library = toml.path("lib").path("path").asText("src/lib.rs");
    List<String> files =
        Stream.concat(programs.values().stream(), Stream.of(inside(folder, library)))
            .filter(tree::isFile)
            .distinct()
            .toList();
    boolean plain = !files.isEmpty() && files.stream().allMatch(SourceText::isHarmlessPath);
    return plain ? Optional.of(files) : Optional.empty();
  }

  private static Map<String, String> programs(
      SourceTree tree, String folder, String name, JsonNode toml) {
    Map<String, String> programs = new LinkedHashMap<>();
    String main = inside(folder, "src/main.rs");
    boolean renamed =
        toml.path("bin").valueStream().anyMatch(b -> b.path("path").asText().equals("src/main.rs"));
    if (tree.isFile(main) && !renamed) {
      programs.put(name, main);
    }
    for (String entry : tree.list(inside(folder, "src/bin"))) {
      String path = inside(folder, "src/bin/") + entry;
      if (entry.endsWith(".rs")) {
        programs.put(entry.substring(0, entry.length() - 3), path);
      } else if (entry.endsWith("/") && tree.isFile(path + "main.rs")) {
        programs.put(entry.substring(0, entry.length() - 1), path + "main.rs");
      }
    }
    for (JsonNode bin : toml.path("bin")) {
      String own = Json.text(inside(folder, FILE), bin, "name");
      if (own != null) {
        String file =
            bin.path("path").asText(programs.isEmpty() ? "src/main.rs" : "src/bin/" + own + ".rs");
        programs.put(own, inside(folder, file));
      }
    }
    programs.keySet().forEach(program -> checkName(folder, program));
    return programs;
  }

  private static void checkName(String folder, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new BrokenSource(
          inside(folder, FILE),
          0,
          "names a program \"" + FirstLine.shown(name) + "\"",
          "Use letters, digits, dashes and underscores.");
    }
  }
}
