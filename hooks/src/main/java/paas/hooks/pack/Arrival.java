package paas.hooks.pack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.MutableObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdOwnerMap;
import org.eclipse.jgit.util.sha1.SHA1;
import org.jspecify.annotations.Nullable;

/**
 * The first look at a pack, while it arrives: whole objects are named and checked, deltas are only
 * noted with their bases.
 */
final class Arrival {
  /** Deltas on a base that is known by its name. */
  static final class Base extends ObjectIdOwnerMap.Entry {
    private @Nullable Item deltas;

    Base(ObjectId id) {
      super(id);
    }

    boolean isTaken() {
      return deltas == null;
    }

    /** The largest that is made of it. */
    long largest() {
      long largest = 0;
      for (Item delta = deltas; delta != null; delta = delta.sibling) {
        largest = Math.max(largest, Resolution.largest(delta));
      }
      return largest;
    }

    /** Each is given once. */
    @Nullable Item take() {
      Item all = deltas;
      deltas = null;
      return all;
    }
  }

  /** A whole object and the entry that holds it. */
  record Root(Item item, PackObject object) {}

  private final PackStream stream;
  private final PackLimits limits;
  private final Budget budget;
  private final Checks checks;
  private final ObjectIdOwnerMap<PackObject> objects;
  private final List<Item> items = new ArrayList<>();
  private final List<Root> roots = new ArrayList<>();
  private final ObjectIdOwnerMap<Base> bases = new ObjectIdOwnerMap<>();
  private long deltaBytes;

  Arrival(
      PackStream stream,
      PackLimits limits,
      Budget budget,
      Checks checks,
      ObjectIdOwnerMap<PackObject> objects) {
    this.stream = stream;
    this.limits = limits;
    this.budget = budget;
    this.checks = checks;
    this.objects = objects;
  }

  List<Root> roots() {
    return roots;
  }

  ObjectIdOwnerMap<Base> bases() {
    return bases;
  }

  /** What all results of deltas come to. */
  long deltaBytes() {
    return deltaBytes;
  }

  /** Reads the pack's header; returns how many objects it promises. */
  int header() throws IOException {
    String magic = new String(stream.next(4), StandardCharsets.ISO_8859_1);
    long version = number(stream.next(4));
    if (!magic.equals("PACK") || (version != 2 && version != 3)) {
      throw new BadPack("what was sent is no pack that this server can read");
    }
    long count = number(stream.next(4));
    if (count > limits.objects()) {
      throw new TooLarge(TooLarge.What.OBJECTS, limits.objects());
    }
    return (int) count;
  }

  private static long number(byte[] big) {
    long number = 0;
    for (byte each : big) {
      number = (number << 8) | (each & 0xff);
    }
    return number;
  }

  void entry() throws IOException {
    long offset = stream.position();
    stream.beginEntry();
    int first = stream.next();
    long size = first & 15;
    int shift = 4;
    for (int part = first; (part & 0x80) != 0; shift += 7) {
      part = stream.next();
      size |= shift > 40 ? limits.objectBytes() + 1 : (long) (part & 0x7f) << shift;
      if (shift > 40) {
        break;
      }
    }
    if (size > limits.objectBytes()) {
      throw new TooLarge(TooLarge.What.OBJECT, limits.objectBytes());
    }
    Item item = new Item(offset, (first >> 4) & 7, size);
    switch (item.kind) {
      case Constants.OBJ_COMMIT, Constants.OBJ_TREE, Constants.OBJ_TAG -> structure(item);
      case Constants.OBJ_BLOB -> file(item);
      case Constants.OBJ_OFS_DELTA -> deltaOnEarlier(item);
      case Constants.OBJ_REF_DELTA -> deltaOnNamed(item);
      default -> throw new BadPack("the pack holds an object of no kind that git knows");
    }
    items.add(item);
  }

  private void structure(Item item) throws IOException {
    if (item.size > PackLimits.STRUCTURE) {
      throw new TooLarge(TooLarge.What.STRUCTURE, PackLimits.STRUCTURE);
    }
    budget.spend(item.size);
    begin(item);
    byte[] content = new byte[(int) item.size];
    int[] filled = {0};
    stream.inflate(
        item.size,
        (piece, length) -> {
          System.arraycopy(piece, 0, content, filled[0], length);
          filled[0] += length;
        });
    whole(item, checks.name(item.kind, content));
  }

  private void file(Item item) throws IOException {
    budget.spend(item.size);
    begin(item);
    SHA1 hash = checks.begin(item.kind, item.size);
    stream.inflate(item.size, (piece, length) -> hash.update(piece, 0, length));
    whole(item, hash.toObjectId());
  }

  private void begin(Item item) {
    item.header = (int) (stream.position() - item.offset);
  }

  private void whole(Item item, ObjectId id) throws BadPack {
    item.crc = stream.crc();
    PackObject object = new PackObject(id, item.kind, item);
    add(objects, object);
    roots.add(new Root(item, object));
  }

  static void add(ObjectIdOwnerMap<PackObject> to, PackObject object) throws BadPack {
    if (to.contains(object)) {
      throw new BadPack("the pack holds an object twice: " + object.abbreviate(10).name());
    }
    to.add(object);
  }

  private void deltaOnEarlier(Item item) throws IOException {
    int part = stream.next();
    long back = part & 0x7f;
    while ((part & 0x80) != 0 && back < item.offset) {
      part = stream.next();
      back = ((back + 1) << 7) | (part & 0x7f);
    }
    Item base = at(item.offset - back);
    if (base == null) {
      throw new BadPack("a delta of the pack has a base where no object begins");
    }
    delta(item);
    base.add(item);
  }

  private void deltaOnNamed(Item item) throws IOException {
    MutableObjectId id = new MutableObjectId();
    id.fromRaw(stream.next(Constants.OBJECT_ID_LENGTH), 0);
    delta(item);
    Base base = bases.get(id);
    if (base == null) {
      base = new Base(id.toObjectId());
      bases.add(base);
    }
    item.sibling = base.deltas;
    base.deltas = item;
  }

  /** Skips a delta, but for the sizes at its beginning. */
  private void delta(Item item) throws IOException {
    begin(item);
    budget.spend(item.size);
    DeltaSizes sizes = new DeltaSizes();
    stream.inflate(item.size, sizes);
    item.crc = stream.crc();
    item.objectSize = sizes.result();
    if (item.objectSize > limits.objectBytes()) {
      throw new TooLarge(TooLarge.What.OBJECT, limits.objectBytes());
    }
    deltaBytes += item.objectSize;
  }

  private @Nullable Item at(long offset) {
    int low = 0;
    int high = items.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Item item = items.get(middle);
      if (item.offset == offset) {
        return item;
      } else if (item.offset < offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  /** Reads the two sizes at the beginning of a delta that comes in pieces. */
  private static final class DeltaSizes implements PackStream.Sink {
    private int seen;
    private int shift;
    private long result;

    @Override
    public void piece(byte[] bytes, int length) {
      for (int i = 0; i < length && seen < 2; i++) {
        if (seen == 1 && shift <= 35) {
          result |= (long) (bytes[i] & 0x7f) << shift;
        }
        shift += 7;
        if ((bytes[i] & 0x80) == 0) {
          seen++;
          shift = 0;
        }
      }
    }

    long result() throws BadPack {
      if (seen < 2) {
        throw new BadPack("a delta of the pack ends too early");
      }
      return result;
    }
  }
}
