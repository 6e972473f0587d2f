package paas.buildpacks.python;

import java.util.Optional;
import paas.buildpacks.source.SourceTree;

/** One way to fill a .venv: pip, uv, Poetry, PDM, Pipenv. */
interface PythonManager {

  /** As people name it: "poetry". */
  String name();

  /** The file by which it is recognised, empty where there is none. */
  Optional<String> evidence(SourceTree tree);

  /** True for a file that holds the very versions to install. */
  default boolean isLock(String evidence) {
    return evidence.endsWith(".lock");
  }

  /**
   * What the app needs, and the steps that bring it.
   *
   * @param tool the requirement by which pip brings the manager itself, where people name one
   */
  PythonPackages packages(SourceTree tree, Optional<String> tool);
}
