package paas.buildpacks.rust;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/**
 * The Rust code of an app.
 *
 * @param tree what is built: the app's folder, or the repository where the app needs more of it
 * @param root the app's folder in that tree, "" for all of it
 * @param top the Cargo.toml of the package or workspace at that tree's root
 * @param all every package that Cargo reads
 */
record CargoSource(SourceTree tree, String root, JsonNode top, List<CargoPackage> all) {
  static final String LOCK = "Cargo.lock";

  private static final int MAX_MEMBERS = 100;
  private static final Pattern NUMBERS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){0,2}");
  private static final List<String> WEB = List.of("web", "server", "api");

  CargoSource {
    all = List.copyOf(all);
  }

  static CargoSource of(AppSource app) {
    if (!app.root().isEmpty() && app.repository().isFile(CargoPackage.FILE)) {
      CargoSource whole = in(app.repository(), "");
      if (whole.all().stream().anyMatch(p -> p.folder().equals(app.root()))) {
        return new CargoSource(app.repository(), app.root(), whole.top(), whole.all());
      }
    }
    boolean leaves =
        CargoPackage.in(app.tree(), "").stream().anyMatch(p -> p.paths().contains(".."));
    return leaves && !app.root().isEmpty() ? in(app.repository(), app.root()) : in(app.tree(), "");
  }

  private static CargoSource in(SourceTree tree, String root) {
    JsonNode top = CargoPackage.read(tree, root);
    List<CargoPackage> all = new ArrayList<>(CargoPackage.in(tree, root).stream().toList());
    JsonNode workspace = top.path("workspace");
    List<String> excluded = workspace.path("exclude").valueStream().map(JsonNode::asText).toList();
    for (JsonNode member : workspace.path("members")) {
      String named = member.asText();
      List<String> folders = matching(tree, root, named);
      if (folders.isEmpty() && !named.contains("*")) {
        throw new BrokenSource(
            CargoPackage.inside(root, CargoPackage.FILE),
            0,
            "names the member " + named + ", and there is no Cargo.toml",
            "Commit that folder, or remove it from \"members\".");
      }
      folders.stream()
          .filter(folder -> !excluded.contains(folder))
          .filter(folder -> all.stream().noneMatch(p -> p.folder().equals(folder)))
          .limit(MAX_MEMBERS)
          .flatMap(folder -> CargoPackage.in(tree, folder).stream())
          .forEach(all::add);
    }
    return new CargoSource(tree, root, top, all);
  }

  private static List<String> matching(SourceTree tree, String root, String member) {
    String plain = CargoPackage.inside(root, member.replaceAll("^\\./|/+$", ""));
    if (plain.equals(".")) {
      return List.of("");
    }
    Stream<String> folders = Stream.of(plain);
    if (plain.endsWith("/*") || plain.equals("*")) {
      String parent = plain.equals("*") ? "" : plain.substring(0, plain.length() - 2);
      folders = tree.folders(parent).stream().map(name -> CargoPackage.inside(parent, name));
    }
    return folders
        .filter(SourceText::isHarmlessPath)
        .filter(folder -> tree.isFile(CargoPackage.inside(folder, CargoPackage.FILE)))
        .toList();
  }

  /** Where the plan is for the whole repository, although the app is a folder of it. */
  boolean isPart() {
    return !root.isEmpty();
  }

  /** The packages of the app: of a workspace of which it is a part, one. */
  List<CargoPackage> mine() {
    return isPart() ? all.stream().filter(p -> p.folder().equals(root)).toList() : all;
  }

  boolean depends(String crate) {
    return mine().stream().anyMatch(p -> p.depends(crate));
  }

  /** The programs, each with its package. */
  Map<String, CargoPackage> programs() {
    Map<String, CargoPackage> programs = new LinkedHashMap<>();
    mine().forEach(p -> p.programs().keySet().forEach(name -> programs.putIfAbsent(name, p)));
    return programs;
  }

  /** The program to start as web, empty where the choice is the app's. */
  Optional<String> web() {
    Map<String, CargoPackage> programs = programs();
    if (programs.size() == 1) {
      return programs.keySet().stream().findFirst();
    }
    List<CargoPackage> makers = programs.values().stream().distinct().toList();
    List<String> runs = makers.stream().flatMap(p -> p.defaultRun().stream()).toList();
    Stream<String> own =
        makers.stream()
            .filter(p -> makers.size() == 1 || p.folder().equals(root) || isDefault(p))
            .map(CargoPackage::name);
    return Stream.of(runs.size() == 1 ? runs.stream() : Stream.<String>of(), own, WEB.stream())
        .flatMap(names -> names)
        .filter(programs::containsKey)
        .findFirst();
  }

  private boolean isDefault(CargoPackage one) {
    JsonNode defaults = top.path("workspace").path("default-members");
    return defaults.size() == 1
        && defaults.path(0).asText().replaceAll("^\\./|/+$", "").equals(one.folder());
  }

  /** The oldest Rust that it says to need. */
  Optional<String> minimalRust() {
    return Stream.concat(
            mine().stream().map(p -> p.toml().path("package")),
            Stream.of(top.path("workspace").path("package")))
        .map(table -> table.path("rust-version").asText())
        .filter(text -> NUMBERS.matcher(text).matches())
        .findFirst();
  }

  /** The lock file that counts, empty where there is none. */
  Optional<String> lock() {
    return Stream.of(LOCK, CargoPackage.inside(root, LOCK)).filter(tree::isFile).findFirst();
  }
}
