package paas.hooks;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectDatabase;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/**
 * A push from a shallow clone lacks the parents of its oldest commits. The repository becomes
 * shallow at the same commits, or every check of the push, and every later one, would miss them.
 */
final class ShallowPush {
  private final ObjectDatabase objects;
  private final Set<ObjectId> before;

  /** Records the client's boundary, as far as it is news here. */
  ShallowPush(Repository repository, Set<ObjectId> boundary) throws IOException {
    this.objects = repository.getObjectDatabase();
    this.before = Set.copyOf(objects.getShallowCommits());
    Set<ObjectId> both = new HashSet<>(before);
    for (ObjectId commit : boundary) {
      if (!objects.has(commit)) {
        both.add(commit);
      }
    }
    record(both);
  }

  /** The pack was sound: what it did not bring after all is no boundary. */
  void keep() throws IOException {
    Set<ObjectId> present = new HashSet<>();
    for (ObjectId commit : objects.getShallowCommits()) {
      if (objects.has(commit)) {
        present.add(commit);
      }
    }
    record(present);
  }

  void undo() throws IOException {
    record(before);
  }

  private void record(Set<ObjectId> boundary) throws IOException {
    if (!boundary.equals(objects.getShallowCommits())) {
      objects.setShallowCommits(boundary);
    }
  }
}
