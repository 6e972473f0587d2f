package paas.buildpacks.language;

import java.util.List;
import java.util.Optional;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceTree;

/** Knows one kind of app. Reads files, runs nothing. */
public interface Provider {

  /** For people: "Node.js". */
  String language();

  /** As {@code builder} names it: "node". Providers of one language share it. */
  String key();

  /** True for a language with its own tools, of which an app usually has one. */
  default boolean buildsCode() {
    return true;
  }

  /**
   * True for a language whose apps often have their assets made by Node.js: a build script of a
   * package.json then runs before its own build.
   */
  default boolean takesAssets() {
    return false;
  }

  /** Where that package.json may lie, "" for the app's folder; the first that is there counts. */
  default List<String> assetFolders() {
    return List.of("");
  }

  /** What it looks for: "package.json (Node.js)". */
  String looksFor();

  /** The file by which this kind of app is recognised, empty if the tree is none. */
  Optional<String> evidence(SourceTree tree);

  /**
   * The plan with the processes that the tree itself suggests. The Procfile is not its business,
   * nor are the corrections that fit every language: install, build and start commands, packages,
   * health.
   *
   * @throws BrokenSource if a file that it must understand cannot be understood
   */
  BuildPlan plan(AppSource app, String evidence);

  /** What to do when neither the tree nor a Procfile says how to start, a whole sentence. */
  String startRemedy();
}
