package paas.buildpacks.node;

import java.util.List;
import java.util.Optional;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.source.SourceTree;

/** The package manager that comes with Node.js. */
record Npm() implements NodeManager {

  @Override
  public String name() {
    return "npm";
  }

  @Override
  public List<String> locks() {
    return List.of("package-lock.json", "npm-shrinkwrap.json");
  }

  @Override
  public Optional<String> toolPackage() {
    return Optional.empty();
  }

  @Override
  public BuildStep.Cache cache() {
    return NPM_CACHE;
  }

  @Override
  public List<String> settings() {
    return List.of(".npmrc");
  }

  @Override
  public boolean readsTree(SourceTree tree) {
    return false;
  }

  @Override
  public String installTitle(boolean locked) {
    return locked ? "npm ci" : "npm install";
  }

  @Override
  public List<List<String>> install(boolean locked, boolean devs) {
    String which = devs ? "--include=dev" : "--omit=dev";
    return List.of(
        locked
            ? List.of("npm", "ci", which)
            : List.of("npm", "install", "--no-package-lock", which));
  }

  @Override
  public List<List<String>> prune(boolean locked) {
    return List.of(List.of("npm", "prune", "--omit=dev"));
  }
}
