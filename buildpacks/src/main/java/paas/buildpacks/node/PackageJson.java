package paas.buildpacks.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.Json;
import paas.buildpacks.source.SourceTree;

/** What a package.json says that matters to a build. */
record PackageJson(JsonNode root, JsonNode scripts) {
  static final String FILE = "package.json";

  private static final List<String> INSTALL_HOOKS =
      List.of(
          "preinstall",
          "install",
          "postinstall",
          "prepublish",
          "preprepare",
          "prepare",
          "postprepare");

  static PackageJson read(SourceTree tree) {
    return read(tree, FILE);
  }

  /** The package.json of a folder. */
  static PackageJson read(SourceTree tree, String path) {
    JsonNode root = Json.object(path, tree.read(path).orElseThrow());
    return new PackageJson(root, Json.child(path, root, "scripts"));
  }

  Optional<String> name() {
    return Optional.ofNullable(Json.text(FILE, root, "name")).filter(text -> !text.isBlank());
  }

  /** The patterns by which it names the packages that are installed with it. */
  List<String> workspaces() {
    JsonNode list = root.path("workspaces");
    return (list.isObject() ? list.path("packages") : list)
        .valueStream()
        .map(JsonNode::asText)
        .filter(text -> !text.isBlank())
        .toList();
  }

  boolean hasInstallHook() {
    return INSTALL_HOOKS.stream().anyMatch(hook -> script(hook).isPresent());
  }

  /** True if installing puts a program of its own among those of the packages. */
  boolean hasProgram() {
    return root.has("bin");
  }

  Optional<String> script(String name) {
    return Optional.ofNullable(Json.text(FILE, scripts, name)).filter(text -> !text.isBlank());
  }

  Optional<String> main() {
    return Optional.ofNullable(Json.text(FILE, root, "main"));
  }

  Optional<String> module() {
    return Optional.ofNullable(Json.text(FILE, root, "module"));
  }

  /** What the app names to install its packages: "pnpm@10.12.1". */
  Optional<String> packageManager() {
    return Optional.ofNullable(Json.text(FILE, root, "packageManager"))
        .filter(text -> !text.isBlank());
  }

  Optional<String> engine() {
    return Optional.ofNullable(Json.text(FILE, Json.child(FILE, root, "engines"), "node"));
  }

  /**
   * How scripts.start starts: the command itself where it is one plain program, so that SIGTERM
   * reaches the app; by npm where npm or a shell has a part in it.
   */
  Optional<StartCommand> startCommand(String manager) {
    String origin = "scripts.start";
    return script("start")
        .map(command ->
            isDirect(command)
                ? new StartCommand(command.strip(), origin)
                : new StartCommand(manager.equals("bun") ? "bun run start" : "npm start", origin));
  }

  private boolean isDirect(String command) {
    return isPlain(command) && script("prestart").isEmpty() && script("poststart").isEmpty();
  }

  /** True if the app names a package, for its processes or for those who develop. */
  boolean names(String dependency) {
    return Json.child(FILE, root, "dependencies").has(dependency) || namesForDevelopers(dependency);
  }

  boolean namesForDevelopers(String dependency) {
    return Json.child(FILE, root, "devDependencies").has(dependency);
  }

  /** True for a line that is one plain program, in which npm has no part. */
  static boolean isPlain(String command) {
    return StartCommand.isOneLine(command)
        && StartCommand.isPlain(command)
        && !command.contains("npm_");
  }

  /** True if there is anything to install, or a hook that runs when installing. */
  boolean installs() {
    return installReadsTree()
        || root.has("workspaces")
        || Stream.of("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
            .anyMatch(field -> !Json.child(FILE, root, field).isEmpty());
  }

  /** True if packages are sure to be there at run time. */
  boolean hasRuntimePackages() {
    return !Json.child(FILE, root, "dependencies").isEmpty();
  }

  /** True if installing may read more than the package files: hooks, local packages. */
  boolean installReadsTree() {
    return hasInstallHook()
        || Stream.of("dependencies", "devDependencies", "optionalDependencies")
            .flatMap(field -> Json.child(FILE, root, field).valueStream())
            .anyMatch(value -> value.asText().matches("(file:|link:|\\.).*"));
  }
}
