package paas.hooks.pack;

import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdOwnerMap;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * What the repository's branches reach. An object that merely lies there does not count: it may be
 * left from a push that was refused, and what it names in turn may be missing.
 */
final class Known {
  private final Repository repository;
  private final Set<ObjectId> tips;

  Known(Repository repository, Set<ObjectId> tips) {
    this.repository = repository;
    this.tips = tips;
  }

  /**
   * Finds each of these, looking first where they nearly always are: the newest commits and their
   * trees.
   *
   * @throws MissingObjectException one is not reached
   */
  void findAll(Collection<References.Named> wanted) throws IOException {
    ObjectIdOwnerMap<References.Named> missing = onceEach(wanted);
    int left = missing.size();
    if (left > 0 && !tips.isEmpty()) {
      left -= inNewest(missing);
    }
    if (left > 0 && !tips.isEmpty()) {
      left -= inHistory(missing, left);
    }
    for (References.Named each : missing) {
      if (!each.found()) {
        throw new MissingObjectException(each.copy(), Math.max(each.type(), Constants.OBJ_COMMIT));
      }
    }
  }

  /** Whole objects and the results of deltas are looked at apart, and may name the same object. */
  private static ObjectIdOwnerMap<References.Named> onceEach(Collection<References.Named> wanted)
      throws BadPack {
    ObjectIdOwnerMap<References.Named> once = new ObjectIdOwnerMap<>();
    for (References.Named each : wanted) {
      References.Named first = once.get(each);
      if (first == null) {
        once.add(each);
      } else {
        first.mustBe(each.type());
      }
    }
    return once;
  }

  private int inNewest(ObjectIdOwnerMap<References.Named> missing) throws IOException {
    int found = 0;
    try (RevWalk walk = new RevWalk(repository);
        TreeWalk trees = new TreeWalk(walk.getObjectReader())) {
      for (ObjectId tip : tips) {
        if (walk.parseAny(tip) instanceof RevCommit commit) {
          found += take(missing, commit, Constants.OBJ_COMMIT);
          found += take(missing, commit.getTree(), Constants.OBJ_TREE);
          trees.reset(commit.getTree());
          found += inTree(missing, trees);
        }
      }
    }
    return found;
  }

  private static int inTree(ObjectIdOwnerMap<References.Named> missing, TreeWalk trees)
      throws IOException {
    int found = 0;
    while (trees.next()) {
      FileMode mode = trees.getFileMode();
      if (!FileMode.GITLINK.equals(mode)) {
        found += take(missing, trees.getObjectId(0), mode.getObjectType());
      }
      if (trees.isSubtree()) {
        trees.enterSubtree();
      }
    }
    return found;
  }

  private int inHistory(ObjectIdOwnerMap<References.Named> missing, int left) throws IOException {
    try (ObjectWalk walk = new ObjectWalk(repository)) {
      for (ObjectId tip : tips) {
        walk.markStart(walk.parseAny(tip));
      }
      int found = 0;
      for (RevObject at = walk.next(); at != null && found < left; at = walk.next()) {
        found += take(missing, at, at.getType());
      }
      for (RevObject at = walk.nextObject(); at != null && found < left; at = walk.nextObject()) {
        found += take(missing, at, at.getType());
      }
      return found;
    }
  }

  private static int take(ObjectIdOwnerMap<References.Named> missing, AnyObjectId id, int type)
      throws BadPack {
    References.Named named = missing.get(id);
    if (named == null) {
      return 0;
    }
    References.fits(id, type, named.type());
    return named.find() ? 1 : 0;
  }
}
