package paas.buildpacks.rust;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.FirstLine;
import paas.buildpacks.source.Json;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/**
 * What a Cargo.toml says that matters to a build.
 *
 * @param programs names of the binaries, members of a workspace included
 * @param preferred names to start, first choice first
 */
record CargoToml(List<String> programs, List<String> preferred, Optional<String> minimalRust) {
  static final String FILE = "Cargo.toml";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,63}");
  private static final Pattern NUMBERS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){0,2}");
  private static final int MAX_MEMBERS = 100;

  static CargoToml read(SourceTree tree) {
    JsonNode root = toml(tree, FILE);
    var programs = new LinkedHashSet<String>();
    var preferred = new ArrayList<String>();
    package_(tree, "", root, programs, preferred);
    for (String member : members(tree, root)) {
      String file = member + "/" + FILE;
      if (tree.isFile(file)) {
        package_(tree, member + "/", toml(tree, file), programs, preferred);
      }
    }
    programs.forEach(CargoToml::checkName);
    JsonNode pack = Json.child(FILE, root, "package");
    JsonNode asked = pack.path("rust-version");
    Optional<String> minimal =
        Optional.of(asked.asText()).filter(text -> NUMBERS.matcher(text).matches());
    return new CargoToml(List.copyOf(programs), List.copyOf(preferred), minimal);
  }

  /** The program to start as web, empty where the choice is the app's. */
  Optional<String> web() {
    return programs.size() == 1
        ? Optional.of(programs.getFirst())
        : preferred.stream().filter(programs::contains).findFirst();
  }

  private static JsonNode toml(SourceTree tree, String file) {
    return Json.toml(file, tree.read(file).orElseThrow());
  }

  private static void package_(
      SourceTree tree, String folder, JsonNode root, Set<String> programs, List<String> preferred) {
    String file = folder + FILE;
    JsonNode pack = Json.child(file, root, "package");
    String name = Json.text(file, pack, "name");
    if (name == null) {
      return;
    }
    Optional.ofNullable(Json.text(file, pack, "default-run")).ifPresent(preferred::add);
    preferred.add(name);
    if (tree.isFile(folder + "src/main.rs")) {
      boolean renamed =
          root.path("bin")
              .valueStream()
              .anyMatch(b -> b.path("path").asText().equals("src/main.rs"));
      if (!renamed) {
        programs.add(name);
      }
    }
    for (JsonNode bin : root.path("bin")) {
      Optional.ofNullable(Json.text(file, bin, "name")).ifPresent(programs::add);
    }
    tree.list(folder + "src/bin").stream()
        .flatMap(entry -> binary(tree, folder, entry).stream())
        .forEach(programs::add);
  }

  private static Optional<String> binary(SourceTree tree, String folder, String entry) {
    if (entry.endsWith(".rs")) {
      return Optional.of(entry.substring(0, entry.length() - 3));
    }
    return entry.endsWith("/") && tree.isFile(folder + "src/bin/" + entry + "main.rs")
        ? Optional.of(entry.substring(0, entry.length() - 1))
        : Optional.empty();
  }

  private static List<String> members(SourceTree tree, JsonNode root) {
    return root.path("workspace")
        .path("members")
        .valueStream()
        .map(JsonNode::asText)
        .flatMap(member -> matching(tree, member))
        .filter(SourceText::isHarmlessPath)
        .limit(MAX_MEMBERS)
        .toList();
  }

  private static Stream<String> matching(SourceTree tree, String member) {
    if (!member.endsWith("/*")) {
      return Stream.of(member);
    }
    String folder = member.substring(0, member.length() - 2);
    return SourceText.isHarmlessPath(folder)
        ? tree.list(folder).stream()
            .filter(name -> name.endsWith("/"))
            .map(name -> folder + "/" + name.substring(0, name.length() - 1))
        : Stream.of();
  }

  private static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new BrokenSource(
          FILE,
          0,
          "names a program \"" + FirstLine.shown(name) + "\"",
          "Use letters, digits, dashes and underscores.");
    }
  }
}
