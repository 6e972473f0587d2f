package paas.hooks.pack;

import java.util.List;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.GitmoduleEntry;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.util.sha1.SHA1;

/** Names and checks objects. Each thread has its own. */
final class Checks {
  private final ObjectChecker checker;
  private final References references;
  private final SHA1 sha = SHA1.newInstance().setDetectCollision(true);

  Checks(ObjectChecker checker, References references) {
    this.checker = checker;
    this.references = references;
  }

  References references() {
    return references;
  }

  List<GitmoduleEntry> submodules() {
    return checker.getGitsubmodules();
  }

  /** The hash of an object, begun with its header; a content made to collide is refused later. */
  SHA1 begin(int type, long size) {
    sha.reset();
    sha.update(Constants.encodedTypeString(type));
    sha.update((byte) ' ');
    sha.update(Constants.encodeASCII(size));
    sha.update((byte) 0);
    return sha;
  }

  /** The name of an object that is sound, as far as it shows by itself. */
  ObjectId name(int type, byte[] content) throws BadPack, TooLarge {
    SHA1 hash = begin(type, content.length);
    hash.update(content);
    ObjectId id = hash.toObjectId();
    try {
      checker.check(id, type, content);
    } catch (CorruptObjectException e) {
      throw new BadPack("the push holds a bad object: " + e.getMessage());
    }
    references.of(id, type, content);
    return id;
  }
}
