package paas.buildpacks.node;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.source.SourceTree;

/**
 * The package manager that comes with Node.js.
 *
 * @param version another one, which is brought; empty for the one that is there
 */
record Npm(Optional<String> version) implements NodeManager {
  /** The first lines of a lock file of npm 6 or older. */
  private static final Pattern OLD =
      Pattern.compile("\\A.{0,2000}?\"lockfileVersion\"\\s{0,9}:\\s{0,9}1\\b", Pattern.DOTALL);

  static Npm ofNode() {
    return new Npm(Optional.empty());
  }

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
    return version.map(wanted -> "npm@" + wanted);
  }

  @Override
  public List<String> notices(SourceTree tree) {
    return locks().stream()
        .filter(file -> OLD.matcher(tree.peek(file).orElse("")).find())
        .map(file ->
            file
                + " was written by npm 6 or older: what it does not say is asked of the registry in"
                + " each build. Run \"npm install\" once and commit it.")
        .toList();
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
