package paas.buildpacks.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.source.SourceTree;

/**
 * Yarn 1.
 *
 * @param version "1" or "1.22.19"
 */
record YarnClassic(String version) implements NodeManager {

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
    return Optional.of("yarn@" + version);
  }

  @Override
  public BuildStep.Cache cache() {
    return new BuildStep.Cache("yarn", "YARN_CACHE_FOLDER");
  }

  @Override
  public List<String> settings() {
    return List.of(".npmrc", ".yarnrc");
  }

  @Override
  public boolean readsTree(SourceTree tree) {
    return false;
  }

  @Override
  public String installTitle(boolean locked) {
    return "yarn install";
  }

  @Override
  public List<List<String>> install(boolean locked, boolean devs) {
    return List.of(command(locked, "--production=" + !devs));
  }

  @Override
  public List<List<String>> prune(boolean locked) {
    return List.of(
        command(locked, "--production=true", "--ignore-scripts", "--prefer-offline", "--silent"));
  }

  private static List<String> command(boolean locked, String... more) {
    var command = new ArrayList<>(List.of("yarn", "install"));
    command.add(locked ? "--frozen-lockfile" : "--no-lockfile");
    command.addAll(List.of("--non-interactive", "--no-progress"));
    command.addAll(List.of(more));
    return command;
  }
}
