package paas.hooks.pack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.util.sha1.SHA1;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects of deltas, from a base down to the last delta on a delta on it. Of the way down
 * only a bounded part is kept: what was dropped is made again when another delta needs it. Each
 * thread has its own.
 */
final class Resolver implements AutoCloseable {
  /** Bytes of objects on the way down. */
  static final int KEPT = 8 << 20;

  /** Files from this size on are hashed as they are made, and never held if no delta needs them. */
  private static final int LARGE_FILE = 256 << 10;

  /** An object on the way down, and the deltas on it that are still to do. */
  private static final class Step {
    private final @Nullable Step parent;
    private final @Nullable Item item;
    private final int depth;
    private byte @Nullable [] content;
    private @Nullable Item next;

    Step(@Nullable Step parent, @Nullable Item item, byte @Nullable [] content) {
      this.parent = parent;
      this.item = item;
      this.depth = parent == null ? 0 : parent.depth + 1;
      this.content = content;
    }
  }

  private final StoredStream stream;
  private final Budget budget;
  private final Checks checks;
  private final Twins twins;
  private final Function<AnyObjectId, @Nullable Item> waiting;
  private final List<PackObject> made = new ArrayList<>();
  private long kept;

  /**
   * A resolver.
   *
   * @param waiting gives, once, the deltas on an object by its name
   */
  Resolver(
      StoredStream stream,
      Budget budget,
      Checks checks,
      Twins twins,
      Function<AnyObjectId, @Nullable Item> waiting) {
    this.stream = stream;
    this.budget = budget;
    this.checks = checks;
    this.twins = twins;
    this.waiting = waiting;
  }

  List<PackObject> made() {
    return made;
  }

  Checks checks() {
    return checks;
  }

  /** All that stands on a whole object of the pack. */
  void resolve(Item root, int type) throws IOException {
    if (root.child != null) {
      budget.spend(root.size);
      resolve(new Step(null, root, stream.all(root)), root.child, type);
    }
  }

  /** All that stands on an object of the repository. */
  void resolve(byte[] base, Item deltas, int type) throws IOException {
    resolve(new Step(null, null, base), deltas, type);
  }

  private void resolve(Step root, Item deltas, int type) throws IOException {
    kept = 0;
    root.next = deltas;
    for (Step step = root; step != null; ) {
      Item delta = step.next;
      if (delta == null) {
        drop(step);
        step = step.parent;
      } else {
        step.next = delta.sibling;
        Step below = make(step, delta, type);
        step = below == null ? step : below;
      }
    }
  }

  /** One object; returns the step to it if there are deltas on it in turn. */
  private @Nullable Step make(Step on, Item delta, int type) throws IOException {
    if (on.depth >= PackLimits.CHAIN) {
      throw new BadPack("a chain of deltas is longer than " + PackLimits.CHAIN);
    }
    if (type != Constants.OBJ_BLOB && delta.objectSize > PackLimits.STRUCTURE) {
      throw new TooLarge(TooLarge.What.STRUCTURE, PackLimits.STRUCTURE);
    }
    budget.spend(delta.objectSize);
    byte[] base = content(on);
    ObjectId id;
    byte[] content = null;
    if (type == Constants.OBJ_BLOB && delta.child == null && delta.objectSize >= LARGE_FILE) {
      SHA1 hash = checks.begin(type, delta.objectSize);
      Delta.apply(base, delta, stream, hash::update);
      id = hash.toObjectId();
    } else {
      content = Delta.apply(base, delta, stream);
      id = checks.name(type, content);
    }
    if (twins.has(id)) {
      byte[] mine = content == null ? Delta.apply(base, delta, stream) : content;
      twins.compare(id, type, mine.length, new ByteArrayInputStream(mine));
    }
    made.add(new PackObject(id, type, delta));
    delta.adopt(waiting.apply(id));
    return delta.child == null ? null : down(on, delta, content);
  }

  private Step down(Step on, Item object, byte @Nullable [] content) {
    if (on.next == null) {
      drop(on);
    }
    Step below = new Step(on, object, content);
    below.next = object.child;
    if (content != null) {
      kept += content.length;
    }
    for (Step above = on; above != null && kept > KEPT; above = above.parent) {
      drop(above);
    }
    return below;
  }

  /** An object of the repository stays: it is not in the pack to be read again. */
  private void drop(Step step) {
    if (step.content != null && (step.item != null || step.next == null)) {
      kept -= step.parent == null ? 0 : step.content.length;
      step.content = null;
    }
  }

  private byte[] content(Step wanted) throws IOException {
    Deque<Step> dropped = new ArrayDeque<>();
    Step at = wanted;
    while (at.content == null && at.parent != null) {
      dropped.push(at);
      at = at.parent;
    }
    byte[] content = at.content;
    if (content == null) {
      Item root = Objects.requireNonNull(at.item, "a base that was needed is gone");
      budget.spend(root.size);
      content = stream.all(root);
    }
    while (!dropped.isEmpty()) {
      Item delta = Objects.requireNonNull(dropped.pop().item);
      budget.spend(delta.objectSize);
      content = Delta.apply(content, delta, stream);
    }
    if (wanted.content == null) {
      wanted.content = content;
      kept += wanted.parent == null ? 0 : content.length;
    }
    return content;
  }

  @Override
  public void close() {
    stream.close();
    twins.close();
  }
}
