package paas.hooks.pack;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectDatabase;
import org.eclipse.jgit.lib.ObjectIdOwnerMap;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * The second look at a pack: all deltas become objects. Those of usual size first, on two threads;
 * then large ones, one after the other and each with room of its own; last those on objects that
 * the client knew to be here.
 */
final class Resolution {
  private static final int THREADS = 2;
  private static final long LARGE = 2 << 20;
  private static final long WORTH_A_THREAD = 4 << 20;

  private final Arrival arrival;
  private final PackStore store;
  private final ObjectDatabase there;
  private final Room room;
  private final Runnable waits;
  private final Supplier<Resolver> resolvers;
  private final Waiting waiting;

  Resolution(
      Arrival arrival,
      PackStore store,
      ObjectDatabase there,
      Room room,
      Runnable waits,
      Supplier<Resolver> resolvers) {
    this.arrival = arrival;
    this.store = store;
    this.there = there;
    this.room = room;
    this.waits = waits;
    this.resolvers = resolvers;
    this.waiting = new Waiting(arrival.bases());
  }

  /**
   * Adds what deltas make to the objects.
   *
   * @param count what the pack's header promises
   * @return whether bases were appended to the pack
   */
  boolean run(ObjectIdOwnerMap<PackObject> objects, int count, References references)
      throws IOException {
    List<Arrival.Root> usual = new ArrayList<>();
    List<Arrival.Root> large = new ArrayList<>();
    for (Arrival.Root root : arrival.roots()) {
      root.item().adopt(waiting.apply(root.object()));
      if (root.item().child != null) {
        (largest(root.item()) > LARGE ? large : usual).add(root);
      }
    }
    if (!usual.isEmpty()) {
      inParallel(usual, objects);
    }
    int appended = 0;
    if (!large.isEmpty() || !arrival.bases().isEmpty()) {
      try (Resolver resolver = resolvers.get()) {
        for (Arrival.Root root : large) {
          try (Room.Lease _ = room.take(Resolver.KEPT + 3 * largest(root.item()), waits)) {
            resolver.resolve(root.item(), root.item().kind);
          }
        }
        appended = onKnown(resolver, objects, references);
        addAll(resolver, objects);
      }
    }
    if (objects.size() < count + appended) {
      throw missing();
    }
    return appended > 0;
  }

  /** The largest object on the way from a base to all that stands on it. */
  static long largest(Item base) {
    long largest = base.objectSize;
    Deque<Item> left = new ArrayDeque<>();
    left.push(base);
    while (!left.isEmpty()) {
      for (Item delta = left.pop().child; delta != null; delta = delta.sibling) {
        largest = Math.max(largest, delta.objectSize);
        left.push(delta);
      }
    }
    return largest;
  }

  private void inParallel(List<Arrival.Root> roots, ObjectIdOwnerMap<PackObject> objects)
      throws IOException {
    int threads = arrival.deltaBytes() < WORTH_A_THREAD ? 1 : THREADS;
    long needed = Math.min(3 * arrival.deltaBytes(), threads * (Resolver.KEPT + 3 * LARGE));
    List<Resolver> workers = new ArrayList<>();
    try (Room.Lease _ = room.take(needed, waits);
        ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      AtomicInteger next = new AtomicInteger();
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Resolver worker = resolvers.get();
        workers.add(worker);
        ends.add(
            pool.submit(() -> {
              work(worker, roots, next);
              return null;
            }));
      }
      for (Future<?> end : ends) {
        await(end, next, roots.size());
      }
      for (Resolver worker : workers) {
        addAll(worker, objects);
      }
    } finally {
      workers.forEach(Resolver::close);
    }
  }

  private static void work(Resolver worker, List<Arrival.Root> roots, AtomicInteger next)
      throws IOException {
    for (int i = next.getAndIncrement(); i < roots.size(); i = next.getAndIncrement()) {
      worker.resolve(roots.get(i).item(), roots.get(i).item().kind);
    }
  }

  /** When one fails, the others end after what they are at. */
  private static void await(Future<?> end, AtomicInteger next, int roots) throws IOException {
    try {
      end.get();
    } catch (ExecutionException e) {
      next.set(roots);
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      next.set(roots);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("cancelled");
    }
  }

  private static void addAll(Resolver resolver, ObjectIdOwnerMap<PackObject> objects)
      throws BadPack {
    for (PackObject object : resolver.made()) {
      Arrival.add(objects, object);
    }
  }

  /** The bases are appended, so that the pack can be read by itself. */
  private int onKnown(
      Resolver resolver, ObjectIdOwnerMap<PackObject> objects, References references)
      throws IOException {
    int appended = 0;
    try (ObjectReader reader = there.newReader()) {
      for (Arrival.Base base : arrival.bases()) {
        if (!base.isTaken() && reader.has(base)) {
          references.need(base, ObjectReader.OBJ_ANY);
          long largest = Math.max(reader.getObjectSize(base, ObjectReader.OBJ_ANY), base.largest());
          long needed = largest > LARGE ? Resolver.KEPT + 3 * largest : largest;
          try (Room.Lease _ = room.take(needed, waits)) {
            objects.add(append(resolver, base, reader.open(base)));
            appended++;
          }
        }
      }
    }
    return appended;
  }

  private PackObject append(Resolver resolver, Arrival.Base base, ObjectLoader known)
      throws IOException {
    byte[] content = known.getCachedBytes(Integer.MAX_VALUE);
    Item item = store.append(known.getType(), content);
    Item deltas = base.take();
    if (deltas != null) {
      resolver.resolve(content, deltas, known.getType());
    }
    return new PackObject(base, known.getType(), item, false);
  }

  private IOException missing() {
    for (Arrival.Base base : arrival.bases()) {
      if (!base.isTaken()) {
        return new MissingObjectException(base.copy(), "base of a delta");
      }
    }
    return new BadPack("the pack holds deltas without a base");
  }
}
