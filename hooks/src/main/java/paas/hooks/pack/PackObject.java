package paas.hooks.pack;

import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.transport.PackedObjectInfo;

/** An entry whose name is known: a line of the index. */
final class PackObject extends PackedObjectInfo {
  private final boolean sent;

  PackObject(AnyObjectId id, int type, Item item) {
    this(id, type, item, true);
  }

  /**
   * An entry.
   *
   * @param sent whether it came in the pack, and was not appended to it
   */
  PackObject(AnyObjectId id, int type, Item item, boolean sent) {
    super(id);
    this.sent = sent;
    setType(type);
    setOffset(item.offset);
    setCRC(item.crc);
    setFullSize(item.objectSize);
  }

  boolean sent() {
    return sent;
  }
}
