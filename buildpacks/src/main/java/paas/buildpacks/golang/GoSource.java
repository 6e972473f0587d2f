package paas.buildpacks.golang;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/**
 * The Go code of an app.
 *
 * @param tree what is built: the app's folder, or the repository where the app needs more of it
 * @param root the app's folder in that tree, "" for all of it
 * @param work the workspace, where there is one
 * @param modules those of the app: one, or all of its workspace
 * @param all every module that its build reads
 */
record GoSource(
    SourceTree tree,
    String root,
    Optional<GoFile> work,
    List<GoModule> modules,
    List<GoModule> all) {
  static final String WORK = "go.work";

  private static final int MAX_MODULES = 100;
  private static final List<String> WEB = List.of("web", "server", "api");

  static GoSource of(AppSource app) {
    SourceTree own = app.tree();
    if (own.isFile(WORK)) {
      GoFile work = work(own);
      List<GoModule> modules = modules(own, work);
      return new GoSource(own, "", Optional.of(work), modules, modules);
    }
    if (!app.root().isEmpty() && app.repository().isFile(WORK)) {
      GoFile work = work(app.repository());
      List<GoModule> all = modules(app.repository(), work);
      List<GoModule> mine = all.stream().filter(m -> m.folder().equals(app.root())).toList();
      if (!mine.isEmpty()) {
        return new GoSource(app.repository(), app.root(), Optional.of(work), mine, all);
      }
    }
    GoModule module = GoModule.in(own, "");
    boolean leaves = module.replacedByFolders().stream().anyMatch(f -> f.startsWith("../"));
    if (leaves && !app.root().isEmpty()) {
      GoModule inside = GoModule.in(app.repository(), app.root());
      return new GoSource(
          app.repository(), app.root(), Optional.empty(), List.of(inside), List.of(inside));
    }
    return new GoSource(own, "", Optional.empty(), List.of(module), List.of(module));
  }

  private static GoFile work(SourceTree tree) {
    return GoFile.parse(WORK, tree.read(WORK).orElseThrow());
  }

  private static List<GoModule> modules(SourceTree tree, GoFile work) {
    List<GoModule> modules = new ArrayList<>();
    for (GoFile.Statement use : work.all("use").limit(MAX_MODULES).toList()) {
      String named = use.word(0).replaceAll("^(?:\\./)+|/+$", "");
      String folder = named.equals(".") ? "" : named;
      if (!folder.isEmpty() && !SourceText.isHarmlessPath(folder)) {
        throw new BrokenSource(
            WORK, use.line(), "uses a folder that is not inside it", "Name it as \"./api\".");
      }
      if (!tree.isFile(GoModule.inside(folder, GoModule.FILE))) {
        throw new BrokenSource(
            WORK,
            use.line(),
            "uses " + use.word(0) + ", and there is no go.mod",
            "Commit that folder, or remove the line.");
      }
      modules.add(GoModule.in(tree, folder));
    }
    if (modules.isEmpty()) {
      throw new BrokenSource(WORK, 0, "uses no module", "Add one by \"go work use ./FOLDER\".");
    }
    return modules;
  }

  /** Where the plan is for the whole repository, although the app is a folder of it. */
  boolean isPart() {
    return !root.isEmpty();
  }

  boolean isVendored() {
    return tree.isFile(GoModule.inside(root, "vendor/modules.txt"))
        || tree.isFile("vendor/modules.txt");
  }

  boolean requires(String prefix) {
    return modules.stream()
        .anyMatch(m -> m.requires().stream().anyMatch(r -> r.startsWith(prefix)));
  }

  /** The programs by name; where two modules name one alike, the first has it. */
  Map<String, GoProgram> programs() {
    Map<String, GoProgram> programs = new LinkedHashMap<>();
    modules.stream()
        .flatMap(module -> module.programs(tree).stream())
        .forEach(program -> programs.putIfAbsent(program.name(), program));
    return programs;
  }

  /** The program to start as web, empty where the choice is the app's. */
  Optional<GoProgram> web(Map<String, GoProgram> programs) {
    if (programs.size() == 1) {
      return programs.values().stream().findFirst();
    }
    return Stream.concat(WEB.stream(), modules.stream().map(GoModule::name))
        .flatMap(name -> Optional.ofNullable(programs.get(name)).stream())
        .findFirst();
  }

  /** The files that say what is to be downloaded; empty where a download could not go by them. */
  List<String> lockFiles() {
    boolean local = all.stream().anyMatch(module -> !module.replacedByFolders().isEmpty());
    boolean locked = all.stream().anyMatch(module -> tree.isFile(sum(module)));
    if (isVendored() || local || !locked) {
      return List.of();
    }
    Stream<String> ofWork = work.isPresent() ? Stream.of(WORK, "go.work.sum") : Stream.of();
    Stream<String> ofModules = all.stream().flatMap(m -> Stream.of(m.mod().file(), sum(m)));
    return Stream.concat(ofWork, ofModules).filter(tree::isFile).toList();
  }

  /** A build cannot go by versions that nobody wrote down. */
  void checkLocked() {
    GoModule module = modules.getFirst();
    boolean lacks =
        work.isEmpty()
            && !isVendored()
            && !module.requires().isEmpty()
            && module.replacedByFolders().isEmpty()
            && !tree.isFile(sum(module));
    if (lacks) {
      throw new BrokenSource(
          module.mod().file(),
          module.mod().first("require").orElseThrow().line(),
          "requires modules, and there is no go.sum",
          "Run \"go mod tidy\" and commit the go.sum.");
    }
  }

  private static String sum(GoModule module) {
    return GoModule.inside(module.folder(), "go.sum");
  }

  /** All go and toolchain lines that count: each of them is a floor. */
  Stream<GoFloor> floors() {
    return Stream.concat(work.stream(), modules.stream().map(GoModule::mod))
        .flatMap(file ->
            file.statements().stream()
                .filter(s -> List.of("go", "toolchain").contains(s.verb()))
                .flatMap(s -> GoFloor.of(file.file(), s).stream()));
  }
}
