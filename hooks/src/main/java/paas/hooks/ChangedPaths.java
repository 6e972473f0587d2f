package paas.hooks;

import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.ignore.FastIgnoreRule;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Compares two commits, as far as it concerns somebody. */
public final class ChangedPaths {
  private ChangedPaths() {}

  /**
   * Whether a file that fits the patterns is other in the one commit than in the other; also when
   * one of the commits is not there any more.
   *
   * @param patterns as in a {@code .gitignore}: a later one that starts with {@code !} takes back
   */
  public static boolean touch(
      Repository repository, String before, String after, List<String> patterns)
      throws IOException {
    List<FastIgnoreRule> rules = patterns.stream().map(FastIgnoreRule::new).toList();
    if (rules.stream().anyMatch(FastIgnoreRule::isEmpty)) {
      return true; // One that nobody can read must not hide a change.
    }
    try (RevWalk commits = new RevWalk(repository);
        TreeWalk changed = new TreeWalk(repository)) {
      changed.addTree(commits.parseCommit(ObjectId.fromString(before)).getTree());
      changed.addTree(commits.parseCommit(ObjectId.fromString(after)).getTree());
      changed.setFilter(TreeFilter.ANY_DIFF);
      changed.setRecursive(true);
      while (changed.next()) {
        if (fits(changed.getPathString(), rules)) {
          return true;
        }
      }
      return false;
    } catch (MissingObjectException e) {
      return true;
    }
  }

  private static boolean fits(String path, List<FastIgnoreRule> rules) {
    for (FastIgnoreRule rule : rules.reversed()) {
      if (rule.isMatch(path, false, false)) {
        return rule.getResult();
      }
    }
    return false;
  }
}
