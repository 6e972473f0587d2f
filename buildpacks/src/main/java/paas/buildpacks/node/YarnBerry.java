package paas.buildpacks.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.DottedNumber;
import paas.buildpacks.source.SourceTree;

/**
 * Yarn 2 and later. Packages are laid out in node_modules, so that programs find them without Yarn.
 *
 * @param version "4" or "4.9.2"
 */
record YarnBerry(String version) implements NodeManager {
  static final String SETTINGS = ".yarnrc.yml";

  private static final Pattern LINKER =
      Pattern.compile("(?m)^nodeLinker: *['\"]?(?:node-modules|pnpm)\\b");
  private static final Pattern COMMITTED =
      Pattern.compile("(?m)^yarnPath: *\\S*?yarn-(\\d+\\.\\d+\\.\\d+)\\.c?js");
  private static final Pattern LOCK_VERSION =
      Pattern.compile("(?m)^__metadata:\\R +version: *(\\d+)");

  /** The one whose program is committed, else the newest that reads such a lock file. */
  static YarnBerry of(SourceTree tree, Versions.Line line) {
    Matcher committed = COMMITTED.matcher(tree.read(SETTINGS).orElse(""));
    if (committed.find()) {
      return new YarnBerry(committed.group(1));
    }
    Matcher lock = LOCK_VERSION.matcher(tree.read("yarn.lock").orElse(""));
    String format = lock.find() ? "lockfile " + lock.group(1) : "";
    return new YarnBerry(line.aliases().getOrDefault(format, line.standard()));
  }

  /** True if the tree is one of Yarn 2 or later. */
  static boolean wrote(SourceTree tree) {
    return tree.isFile(SETTINGS)
        || (tree.isFile("yarn.lock")
            && LOCK_VERSION.matcher(tree.read("yarn.lock").orElse("")).find());
  }

  @Override
  public String name() {
    return "yarn";
  }

  @Override
  public List<String> locks() {
    return List.of("yarn.lock");
  }

  @Override
  public Optional<String> toolPackage() {
    return Optional.of("@yarnpkg/cli-dist@" + version);
  }

  @Override
  public BuildStep.Cache cache() {
    return new BuildStep.Cache("yarn", "YARN_GLOBAL_FOLDER");
  }

  @Override
  public Map<String, String> buildEnv() {
    return Map.of("YARN_ENABLE_TELEMETRY", "0", "YARN_ENABLE_PROGRESS_BARS", "0");
  }

  @Override
  public Map<String, String> env() {
    return Map.of(
        "YARN_NODE_LINKER",
        "node-modules",
        "YARN_INSTALL_STATE_PATH",
        "node_modules/.install-state.gz");
  }

  @Override
  public List<String> settings() {
    return List.of(SETTINGS);
  }

  /** Its own program, patches and plugins are in the folder .yarn. */
  @Override
  public boolean readsTree(SourceTree tree) {
    return !tree.list(".yarn").isEmpty();
  }

  /** Without it "yarn start" says that the app is not installed. */
  @Override
  public boolean alwaysInstalls() {
    return true;
  }

  @Override
  public String installTitle(boolean locked) {
    return "yarn install";
  }

  @Override
  public List<List<String>> install(boolean locked, boolean devs) {
    var commands = new ArrayList<List<String>>();
    commands.add(List.of("yarn", "install", locked ? "--immutable" : "--no-immutable"));
    if (!devs) {
      commands.addAll(prune(locked));
    }
    return commands;
  }

  /** Before version 4 that took a plugin. */
  @Override
  public List<List<String>> prune(boolean locked) {
    return DottedNumber.compare(version.split("\\.", -1)[0], "4") >= 0
        ? List.of(List.of("yarn", "workspaces", "focus", "--all", "--production"))
        : List.of();
  }

  @Override
  public List<String> notices(SourceTree tree) {
    return LINKER.matcher(tree.read(SETTINGS).orElse("")).find()
        ? List.of()
        : List.of(
            "Packages are laid out in node_modules, not by Plug'n'Play."
                + " Say so in .yarnrc.yml: nodeLinker: node-modules");
  }
}
