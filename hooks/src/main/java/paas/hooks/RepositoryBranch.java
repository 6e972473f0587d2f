package paas.hooks;

import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** One branch of a bare repository. */
public final class RepositoryBranch {
  private final Repository repository;
  private final String ref;

  public RepositoryBranch(Repository repository, String name) {
    if (!RefRules.isBranchName(name)) {
      throw new IllegalArgumentException("not a branch name that a push could have made");
    }
    this.repository = repository;
    this.ref = Constants.R_HEADS + name;
  }

  /** The commit it stands at, 40 hex digits; null when there is no such branch. */
  public @Nullable String commit() throws IOException {
    ObjectId id = repository.resolve(ref);
    return id == null ? null : id.name();
  }

  /** Every branch of a repository, by the names that a push could have given. */
  public static List<String> names(Repository repository) throws IOException {
    return repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS).stream()
        .map(ref -> ref.getName().substring(Constants.R_HEADS.length()))
        .filter(RefRules::isBranchName)
        .toList();
  }

  /** Whether this commit is here. */
  public boolean has(String commit) throws IOException {
    return repository.getObjectDatabase().has(ObjectId.fromString(commit));
  }

  /**
   * Makes the branch again, at this commit; one that is there meanwhile stays.
   *
   * @return whether it was made
   */
  public boolean putBack(String commit) throws IOException {
    return moveBack(ObjectId.zeroId().name(), commit);
  }

  /**
   * After a deploy that failed, or one that a crash cut off: back to the commit that went live
   * last, or away with the branch when none did.
   *
   * @param from where the failed push had put it; a branch that has moved on meanwhile stays
   * @param to null, or a commit that is not here any more, deletes the branch
   * @return whether the branch moved
   */
  public boolean moveBack(String from, @Nullable String to) throws IOException {
    RefUpdate update = repository.updateRef(ref);
    update.setExpectedOldObjectId(ObjectId.fromString(from));
    update.setForceUpdate(true);
    update.disableRefLog();
    return switch (move(update, to)) {
      case FORCED, FAST_FORWARD, NEW -> true;
      case NO_CHANGE, LOCK_FAILURE -> false;
      case IO_FAILURE,
          NOT_ATTEMPTED,
          REJECTED,
          REJECTED_CURRENT_BRANCH,
          REJECTED_MISSING_OBJECT,
          REJECTED_OTHER_REASON,
          RENAMED ->
          throw new IOException("could not move " + ref + " back: " + update.getResult());
    };
  }

  private RefUpdate.Result move(RefUpdate update, @Nullable String to) throws IOException {
    if (to == null || !has(to)) {
      return update.delete();
    }
    update.setNewObjectId(ObjectId.fromString(to));
    return update.update();
  }

  /** Makes it the branch that a clone checks out. */
  void becomeHead() throws IOException {
    RefUpdate head = repository.updateRef(Constants.HEAD);
    head.disableRefLog();
    if (!ref.equals(repository.getFullBranch())) {
      head.link(ref);
    }
  }
}
