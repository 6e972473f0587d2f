package paas.hooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Every path of a tree, folders before what they hold, within limits. */
final class TreeEntries {
  private static final Set<String> NEVER = Set.of("", ".", "..", ".git");

  private TreeEntries() {}

  static List<TreeEntry> of(Repository repository, RevTree tree, ExportLimits limits)
      throws IOException, ExportRefused {
    List<TreeEntry> entries = new ArrayList<>();
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(tree);
      while (walk.next()) {
        TreeEntry entry = entry(walk);
        check(entry, walk, limits, entries.size());
        entries.add(entry);
        if (entry.kind() == TreeEntry.Kind.FOLDER) {
          walk.enterSubtree();
        }
      }
    }
    return entries;
  }

  private static TreeEntry entry(TreeWalk walk) throws ExportRefused {
    String path = walk.getPathString();
    return new TreeEntry(path, kind(walk.getFileMode(0), path), walk.getObjectId(0));
  }

  private static TreeEntry.Kind kind(FileMode mode, String path) throws ExportRefused {
    return switch (mode.getBits() & FileMode.TYPE_MASK) {
      case FileMode.TYPE_TREE -> TreeEntry.Kind.FOLDER;
      case FileMode.TYPE_SYMLINK -> TreeEntry.Kind.LINK;
      case FileMode.TYPE_GITLINK -> TreeEntry.Kind.SUBMODULE;
      case FileMode.TYPE_FILE ->
          FileMode.EXECUTABLE_FILE.equals(mode.getBits())
              ? TreeEntry.Kind.PROGRAM
              : TreeEntry.Kind.FILE;
      default -> throw new ExportRefused(path + " is neither a file nor a folder nor a link");
    };
  }

  /** The push's object checker refuses such names; an export does not depend on it. */
  private static void check(TreeEntry entry, TreeWalk walk, ExportLimits limits, int before)
      throws ExportRefused {
    String path = entry.path();
    String name = walk.getNameString();
    if (NEVER.contains(name.toLowerCase(Locale.ROOT))
        || name.contains("/")
        || path.indexOf('\0') >= 0) {
      throw new ExportRefused("the tree holds a name that no folder can hold: " + path);
    }
    if (before >= limits.entries()) {
      throw new ExportRefused(
          "the commit has more than " + limits.entries() + " files and folders");
    }
    if (walk.getDepth() >= limits.depth()) {
      throw new ExportRefused("folders are nested deeper than " + limits.depth() + ": " + path);
    }
    if (path.getBytes(UTF_8).length > limits.pathBytes()) {
      throw new ExportRefused("a path is longer than " + limits.pathBytes() + " bytes: " + path);
    }
  }
}
