package paas.hooks;

import java.util.regex.Pattern;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/**
 * JGit's checks, as strict as git's own. Its rules for macOS and Windows would also refuse honest
 * histories with {@code README} beside {@code readme}, or with {@code aux.c}; of them only the
 * other spellings of {@code .git} are dangerous. Old histories hold sloppy names and dates: those
 * pass.
 */
final class SoundObjects extends ObjectChecker {
  /** What HFS+ leaves out of a name. */
  private static final Pattern UNSEEN =
      Pattern.compile("[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]");

  /** NTFS opens the folder itself under the name of one of its streams. */
  private static final Pattern GIT_FOLDER = Pattern.compile("(?i)(\\.git|git~1)(:.*)?");

  SoundObjects() {
    setAllowLeadingZeroFileMode(true);
    setAllowInvalidPersonIdent(true);
  }

  @Override
  public void checkTree(@Nullable AnyObjectId id, byte[] raw) throws CorruptObjectException {
    super.checkTree(id, raw);
    CanonicalTreeParser tree = new CanonicalTreeParser();
    for (tree.reset(raw); !tree.eof(); tree.next()) {
      if (mayHide(tree) && isGitFolder(tree.getEntryPathString())) {
        throw new CorruptObjectException(
            String.format(
                "tree %s holds another spelling of %s",
                id == null ? "?" : id.name(), Constants.DOT_GIT));
      }
    }
  }

  /** Almost every name is plain ASCII, and JGit has looked at those. */
  private static boolean mayHide(CanonicalTreeParser tree) {
    byte[] path = tree.getEntryPathBuffer();
    for (int i = 0; i < tree.getEntryPathLength(); i++) {
      if (path[i] < 0 || path[i] == ':') {
        return true;
      }
    }
    return false;
  }

  private static boolean isGitFolder(String name) {
    return GIT_FOLDER.matcher(UNSEEN.matcher(name).replaceAll("")).matches();
  }
}
