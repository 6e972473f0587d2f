package paas.buildpacks;

import java.util.Optional;

/** Knows one kind of app. Reads files, runs nothing. */
interface Provider {

  /** For people: "Node.js". */
  String language();

  /** True for a language with its own tools, of which an app usually has one. */
  default boolean buildsCode() {
    return true;
  }

  /** What it looks for: "package.json (Node.js)". */
  String looksFor();

  /** The file by which this kind of app is recognised, empty if the tree is none. */
  Optional<String> evidence(SourceTree tree);

  /**
   * The plan with the processes that the tree itself suggests; the Procfile is not its business.
   *
   * @throws BrokenSource if a file that it must understand cannot be understood
   */
  BuildPlan plan(SourceTree tree, String evidence);

  /** What to do when neither the tree nor a Procfile says how to start, a whole sentence. */
  String startRemedy();
}
