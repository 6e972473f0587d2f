package paas.buildpacks.golang;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/**
 * One module of the source.
 *
 * @param folder in the tree, "" for its root
 * @param mod its go.mod
 */
record GoModule(String folder, GoFile mod) {
  static final String FILE = "go.mod";

  private static final Pattern MAIN = Pattern.compile("(?m)^[ \\t]*package[ \\t]+main\\b");
  private static final Pattern IGNORED = Pattern.compile("(?m)^//go:build\\s+ignore\\b");
  private static final Pattern MAJOR = Pattern.compile("v\\d+");
  private static final Set<String> NO_PROGRAMS = Set.of("vendor", "testdata", "examples");

  /** Main packages beyond this are a mistake, or mean to keep the server busy. */
  private static final int MAX_PROGRAMS = 50;

  static GoModule in(SourceTree tree, String folder) {
    String file = inside(folder, FILE);
    GoFile mod = GoFile.parse(file, tree.read(file).orElseThrow());
    if (mod.first("module").isEmpty()) {
      throw new BrokenSource(file, 0, "names no module", "Make one by \"go mod init NAME\".");
    }
    return new GoModule(folder, mod);
  }

  static String inside(String folder, String path) {
    return folder.isEmpty() ? path : folder + "/" + path;
  }

  Set<String> requires() {
    return mod.all("require").map(s -> s.word(0)).collect(Collectors.toSet());
  }

  /** Folders that stand for modules: what is required is not all in the registry. */
  List<String> replacedByFolders() {
    return mod.all("replace")
        .map(s -> s.words().getLast())
        .filter(target -> target.startsWith("./") || target.startsWith("../"))
        .toList();
  }

  /** The name that go build gives: the last part of the module that is not a major version. */
  String name() {
    List<String> parts = List.of(mod.first("module").orElseThrow().word(0).split("/"));
    String name =
        parts.size() > 1 && MAJOR.matcher(parts.getLast()).matches()
            ? parts.get(parts.size() - 2)
            : parts.getLast();
    if (!SourceText.isHarmlessPath(name)) {
      throw new BrokenSource(
          mod.file(),
          0,
          "names a module that cannot name a program",
          "Use letters, digits and dashes.");
    }
    return name;
  }

  /** Its programs: at its root and under cmd/, else in the folders at its root. */
  List<GoProgram> programs(SourceTree tree) {
    List<GoProgram> programs = new ArrayList<>();
    if (isMain(tree, folder)) {
      programs.add(new GoProgram(name(), folder));
    }
    String cmd = inside(folder, "cmd");
    if (isMain(tree, cmd)) {
      programs.add(new GoProgram("cmd", cmd));
    }
    under(tree, cmd, name -> true).forEach(programs::add);
    return programs.isEmpty() ? under(tree, folder, GoModule::mayHold).toList() : programs;
  }

  private static boolean mayHold(String name) {
    return !name.startsWith(".") && !name.startsWith("_") && !NO_PROGRAMS.contains(name);
  }

  private static Stream<GoProgram> under(
      SourceTree tree, String parent, Predicate<String> mayHold) {
    return tree.folders(parent).stream()
        .filter(mayHold)
        .filter(SourceText::isHarmlessPath)
        .limit(MAX_PROGRAMS)
        .filter(name -> isMain(tree, inside(parent, name)))
        .map(name -> new GoProgram(name, inside(parent, name)));
  }

  private static boolean isMain(SourceTree tree, String folder) {
    return tree.list(folder).stream()
        .filter(name -> name.endsWith(".go") && !name.endsWith("_test.go"))
        .limit(200)
        .map(name -> tree.read(inside(folder, name)).orElse(""))
        .anyMatch(text -> MAIN.matcher(text).find() && !IGNORED.matcher(text).find());
  }
}
