package paas.buildpacks.language;

import paas.buildpacks.source.SourceTree;

/**
 * One app to look at.
 *
 * @param tree the app's own folder
 * @param corrections what its people say about it
 * @param repository the whole repository, of which the app may be a folder
 * @param root the app's folder in it, "" for all of it
 */
public record AppSource(
    SourceTree tree, Corrections corrections, SourceTree repository, String root) {

  /** An app that is a whole repository, about which nothing is said. */
  public static AppSource of(SourceTree tree) {
    return new AppSource(tree, Corrections.NONE, tree, "");
  }
}
