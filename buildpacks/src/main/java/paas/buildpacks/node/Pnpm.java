package paas.buildpacks.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.source.SourceTree;

/**
 * pnpm. What it installs is copied out of its store, which is a cache that the release goes on
 * without.
 *
 * @param version "10" or "10.12.1"
 */
record Pnpm(String version) implements NodeManager {
  static final String LOCK = "pnpm-lock.yaml";

  private static final String WORKSPACE = "pnpm-workspace.yaml";
  private static final Pattern LOCK_VERSION =
      Pattern.compile("(?m)^lockfileVersion: *['\"]?(\\d+)(?:\\.\\d+)*['\"]? *$");
  private static final Pattern TREE_SETTING =
      Pattern.compile("(?m)^(?:patchedDependencies|configDependencies) *:");

  /** The newest release that reads such a lock file. */
  static Pnpm of(SourceTree tree, Versions.Line line) {
    Matcher lock = LOCK_VERSION.matcher(tree.isFile(LOCK) ? tree.read(LOCK).orElse("") : "");
    String format = lock.find() ? "lockfile " + lock.group(1) : "";
    return new Pnpm(line.aliases().getOrDefault(format, line.standard()));
  }

  @Override
  public String name() {
    return "pnpm";
  }

  @Override
  public List<String> locks() {
    return List.of(LOCK);
  }

  @Override
  public Optional<String> toolPackage() {
    return Optional.of("pnpm@" + version);
  }

  @Override
  public BuildStep.Cache cache() {
    return new BuildStep.Cache("pnpm", "PNPM_HOME");
  }

  @Override
  public List<String> settings() {
    return List.of(".npmrc", WORKSPACE);
  }

  @Override
  public boolean readsTree(SourceTree tree) {
    return Stream.of(".pnpmfile.cjs", ".pnpmfile.mjs").anyMatch(tree::isFile)
        || TREE_SETTING.matcher(tree.read(WORKSPACE).orElse("")).find()
        || !tree.list("patches").isEmpty();
  }

  @Override
  public String installTitle(boolean locked) {
    return "pnpm install";
  }

  @Override
  public List<List<String>> install(boolean locked, boolean devs) {
    return List.of(command(locked, "--prod=" + !devs));
  }

  @Override
  public List<List<String>> prune(boolean locked) {
    return List.of(command(locked, "--prod=true", "--offline", "--ignore-scripts"));
  }

  private static List<String> command(boolean locked, String... more) {
    var command = new ArrayList<>(List.of("pnpm", "install"));
    command.add(locked ? "--frozen-lockfile" : "--no-frozen-lockfile");
    command.addAll(List.of(more));
    command.addAll(List.of("--store-dir", BuildStep.CACHE_FOLDER + "/pnpm/store"));
    command.addAll(List.of("--package-import-method", "clone-or-copy", "--reporter=append-only"));
    return command;
  }
}
