package paas.hooks.pack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Set;
import java.util.function.Function;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.MutableObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdOwnerMap;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.util.RawParseUtils;
import org.jspecify.annotations.Nullable;

/**
 * What the objects of a pack name, collected while each of them is in memory anyway: no second walk
 * over the history is needed to find out whether something is missing. Each thread has its own.
 */
final class References {
  /** An object that is named, and what it must be; {@link ObjectReader#OBJ_ANY} for a branch's. */
  static final class Named extends ObjectIdOwnerMap.Entry {
    private int type;
    private boolean found;

    Named(AnyObjectId id, int type) {
      super(id);
      this.type = type;
    }

    int type() {
      return type;
    }

    /** It is named once more, maybe as something definite now. */
    void mustBe(int again) throws BadPack {
      fits(this, type, again);
      if (type == ObjectReader.OBJ_ANY) {
        type = again;
      }
    }

    boolean found() {
      return found;
    }

    /** Returns whether it was not found before. */
    boolean find() {
      boolean first = !found;
      found = true;
      return first;
    }
  }

  private static final byte[] TYPE = "\ntype ".getBytes(US_ASCII);
  private static final int TREE_LINE = "tree ".length() + Constants.OBJECT_ID_STRING_LENGTH + 1;
  private static final int PARENT_LINE = TREE_LINE + 2;

  private final ObjectIdOwnerMap<Named> named = new ObjectIdOwnerMap<>();
  private final MutableObjectId id = new MutableObjectId();
  private final Function<AnyObjectId, @Nullable PackObject> present;
  private final Set<ObjectId> boundary;
  private final int limit;

  /**
   * Collects.
   *
   * @param present the objects that are known already to be in the pack
   * @param boundary commits whose parents the client does not have
   */
  References(
      Function<AnyObjectId, @Nullable PackObject> present, Set<ObjectId> boundary, int limit) {
    this.present = present;
    this.boundary = boundary;
    this.limit = limit;
  }

  ObjectIdOwnerMap<Named> named() {
    return named;
  }

  /** Collects from an object that has been checked for its form. */
  void of(ObjectId object, int type, byte[] content) throws BadPack, TooLarge {
    switch (type) {
      case Constants.OBJ_COMMIT -> commit(object, content);
      case Constants.OBJ_TREE -> tree(content);
      case Constants.OBJ_TAG -> tag(content);
      default -> {
        // Files name nothing.
      }
    }
  }

  private void commit(ObjectId commit, byte[] content) throws BadPack, TooLarge {
    id.fromString(content, "tree ".length());
    need(id, Constants.OBJ_TREE);
    if (boundary.contains(commit)) {
      return;
    }
    for (int at = TREE_LINE; content[at] == 'p'; at += PARENT_LINE) {
      id.fromString(content, at + "parent ".length());
      need(id, Constants.OBJ_COMMIT);
    }
  }

  private void tree(byte[] content) throws BadPack, TooLarge {
    int at = 0;
    while (at < content.length) {
      int mode = 0;
      while (content[at] != ' ') {
        mode = (mode << 3) + (content[at++] - '0');
      }
      while (content[at] != 0) {
        at++;
      }
      id.fromRaw(content, at + 1);
      at += 1 + Constants.OBJECT_ID_LENGTH;
      switch (mode & FileMode.TYPE_MASK) {
        case FileMode.TYPE_TREE -> need(id, Constants.OBJ_TREE);
        case FileMode.TYPE_GITLINK -> {
          // A submodule's commit lives elsewhere.
        }
        default -> need(id, Constants.OBJ_BLOB);
      }
    }
  }

  private void tag(byte[] content) throws BadPack, TooLarge {
    id.fromString(content, "object ".length());
    int type = RawParseUtils.match(content, "object ".length() + 40, TYPE);
    int end = RawParseUtils.nextLF(content, type) - 1;
    need(id, type(new String(content, type, end - type, US_ASCII)));
  }

  private static int type(String name) throws BadPack {
    return switch (name) {
      case Constants.TYPE_COMMIT -> Constants.OBJ_COMMIT;
      case Constants.TYPE_TREE -> Constants.OBJ_TREE;
      case Constants.TYPE_BLOB -> Constants.OBJ_BLOB;
      case Constants.TYPE_TAG -> Constants.OBJ_TAG;
      default -> throw new BadPack("a tag of the pack names no kind of object");
    };
  }

  void need(AnyObjectId object, int type) throws BadPack, TooLarge {
    PackObject there = present.apply(object);
    if (there != null) {
      fits(object, there.getType(), type);
      return;
    }
    Named before = named.get(object);
    if (before != null) {
      before.mustBe(type);
    } else if (named.size() >= limit) {
      throw new TooLarge(TooLarge.What.OBJECTS, limit);
    } else {
      named.add(new Named(object, type));
    }
  }

  /** Whether it is what it is named as. */
  static void fits(AnyObjectId object, int is, int named) throws BadPack {
    if (is != named && named != ObjectReader.OBJ_ANY && is != ObjectReader.OBJ_ANY) {
      throw new BadPack(
          "the push holds a bad object: "
              + object.abbreviate(10).name()
              + " is named as a "
              + Constants.typeString(named)
              + " and is a "
              + Constants.typeString(is));
    }
  }
}
