package paas.hooks.pack;

import org.eclipse.jgit.lib.Constants;
import org.jspecify.annotations.Nullable;

/** One entry of a pack: an object as such, or a delta on another one. */
final class Item {
  /** Where it begins in the pack. */
  final long offset;

  /** As in its header: a type of object, or one of the two kinds of delta. */
  final int kind;

  /** What its compressed stream inflates to. */
  final long size;

  /** Length of its header: there the compressed stream begins. */
  int header;

  int crc;

  /** The object's size; of a delta, what it says of its result. */
  long objectSize;

  /** Deltas on it. */
  @Nullable Item child;

  @Nullable Item sibling;

  Item(long offset, int kind, long size) {
    this.offset = offset;
    this.kind = kind;
    this.size = size;
    this.objectSize = size;
  }

  boolean isDelta() {
    return kind == Constants.OBJ_OFS_DELTA || kind == Constants.OBJ_REF_DELTA;
  }

  long stream() {
    return offset + header;
  }

  void add(Item delta) {
    delta.sibling = child;
    child = delta;
  }

  void adopt(@Nullable Item deltas) {
    for (Item each = deltas; each != null; ) {
      Item next = each.sibling;
      add(each);
      each = next;
    }
  }
}
