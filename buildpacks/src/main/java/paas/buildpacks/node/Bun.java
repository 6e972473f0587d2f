package paas.buildpacks.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.source.SourceTree;

/**
 * Bun, which installs packages and runs programs. Its programs come as a package of the registry
 * for each kind of machine; the package named bun only picks one.
 *
 * @param version "1" or "1.2.3"
 */
record Bun(String version) implements NodeManager {
  static final List<String> LOCKS = List.of("bun.lock", "bun.lockb");

  /** What its own install script does, which is not run. */
  private static final String LINK =
      "cd "
          + TOOLS
          + "/bin && ln -sf ../lib/node_modules/bun/node_modules/@oven/bun-linux-*/bin/bun bun"
          + " && ln -sf bun bunx";

  @Override
  public String name() {
    return "bun";
  }

  @Override
  public List<String> locks() {
    return LOCKS;
  }

  @Override
  public Optional<String> toolPackage() {
    return Optional.of("bun@" + version);
  }

  @Override
  public Optional<BuildStep> tool() {
    return NodeManager.super
        .tool()
        .map(step -> {
          List<List<String>> commands = new ArrayList<>(step.commands());
          commands.add(List.of("sh", "-c", LINK));
          return new BuildStep(
              step.role(), step.title(), step.needs(), commands, step.caches(), step.makes());
        });
  }

  @Override
  public BuildStep.Cache cache() {
    return new BuildStep.Cache("bun", "BUN_INSTALL_CACHE_DIR");
  }

  @Override
  public List<String> settings() {
    return List.of(".npmrc", "bunfig.toml");
  }

  @Override
  public boolean readsTree(SourceTree tree) {
    return !tree.list("patches").isEmpty();
  }

  @Override
  public String installTitle(boolean locked) {
    return "bun install";
  }

  @Override
  public List<List<String>> install(boolean locked, boolean devs) {
    return List.of(command(locked, devs ? List.of() : List.of("--production")));
  }

  /** It cannot take away: what it puts in place of it comes from its cache. */
  @Override
  public List<List<String>> prune(boolean locked) {
    return List.of(
        List.of("rm", "-rf", "node_modules"),
        command(locked, List.of("--production", "--ignore-scripts")));
  }

  private static List<String> command(boolean locked, List<String> more) {
    var command = new ArrayList<>(List.of("bun", "install", "--no-progress"));
    command.add(locked ? "--frozen-lockfile" : "--no-save");
    command.addAll(more);
    return command;
  }
}
