package paas.buildpacks.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.source.SourceTree;

/** A package manager of Node.js, and how it is told what to do. */
interface NodeManager {
  /** Where a manager lies that the base image does not bring; its programs are in bin/. */
  String TOOLS = ".paas/tools";

  BuildStep.Cache NPM_CACHE = new BuildStep.Cache("npm", "npm_config_cache");

  /** Its name and its program: "pnpm". */
  String name();

  /** Lock files that it reads, the one it writes first. */
  List<String> locks();

  /** What is installed to have it, as npm names it; empty where Node.js brings it. */
  Optional<String> toolPackage();

  BuildStep.Cache cache();

  /** For the steps. */
  default Map<String, String> buildEnv() {
    return Map.of();
  }

  /** For the steps and the processes. */
  default Map<String, String> env() {
    return Map.of();
  }

  /** Files beside package.json that it reads when it installs. */
  List<String> settings();

  /** True if installing may read more than those. */
  boolean readsTree(SourceTree tree);

  /** True if it has something to do for an app without packages. */
  default boolean alwaysInstalls() {
    return false;
  }

  /** For people: "npm ci". */
  String installTitle(boolean locked);

  /**
   * The commands that install.
   *
   * @param locked exactly what the lock file says
   * @param devs with what only the build needs
   */
  List<List<String>> install(boolean locked, boolean devs);

  /** The commands that remove what only the build needed; empty where it cannot. */
  List<List<String>> prune(boolean locked);

  /** What a person should know about it. */
  default List<String> notices(SourceTree tree) {
    return List.of();
  }

  /** The step that brings the manager itself, from the registry that its packages come from. */
  default Optional<BuildStep> tool() {
    return toolPackage()
        .map(wanted ->
            new BuildStep(
                BuildStep.Role.TOOL,
                wanted.replace("@yarnpkg/cli-dist", "yarn").replace('@', ' '),
                List.of(),
                List.of(
                    List.of(
                        "npm",
                        "install",
                        "--global",
                        "--ignore-scripts",
                        "--prefix",
                        TOOLS,
                        wanted)),
                List.of(NPM_CACHE),
                List.of(TOOLS)));
  }
}
