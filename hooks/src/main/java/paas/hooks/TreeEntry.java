package paas.hooks;

import org.eclipse.jgit.lib.ObjectId;

/**
 * One path of a commit.
 *
 * @param path relative, with {@code /}, never empty
 */
record TreeEntry(String path, Kind kind, ObjectId id) {
  enum Kind {
    FOLDER,
    FILE,
    PROGRAM,
    LINK,
    SUBMODULE
  }
}
