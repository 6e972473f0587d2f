package paas.hooks.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.submodule.SubmoduleValidator;
import org.eclipse.jgit.internal.submodule.SubmoduleValidator.SubmoduleValidationException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.GitmoduleEntry;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectDatabase;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdOwnerMap;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * Takes packs into a repository. Nothing of one is seen there before all of it is known to be
 * sound: every object's form, that nothing which it names is missing, and the limits.
 */
public final class PackIntake {
  /** What the index and the deltas of one object take of memory until the pack is stored. */
  private static final int PER_OBJECT = 160;

  private static final int AT_LEAST = 256 << 10;
  private static final int SUBMODULES = 1 << 20;

  private final PackLimits limits;
  private final Rooms rooms;
  private final Supplier<? extends ObjectChecker> checker;

  /**
   * Memory that pushes share.
   *
   * @param index for the names and places of objects, from a pack's first bytes on
   * @param work for the contents of objects, while deltas are applied
   */
  public record Rooms(Room index, Room work) {}

  /** One push's side of the matter. */
  public interface Sender {
    /** Whether a client's commit is the end of what it has of a history. */
    Set<ObjectId> boundary();

    /** What its branches shall stand at. */
    Collection<ObjectId> wants();

    /** Where the repository's branches stand. */
    Set<ObjectId> tips();

    /** The pack waits its turn. */
    void waits();
  }

  public PackIntake(PackLimits limits, Rooms rooms, Supplier<? extends ObjectChecker> checker) {
    this.limits = limits;
    this.rooms = rooms;
    this.checker = checker;
  }

  /**
   * Reads one pack.
   *
   * @param in ends behind the pack, or goes on without another byte
   * @return where it is now; null when it held no object
   * @throws BadPack and others: it was not taken, and nothing is left of it
   */
  public @Nullable StoredPack receive(Repository repository, InputStream in, Sender sender)
      throws IOException {
    ObjectDirectory objects = (ObjectDirectory) repository.getObjectDatabase();
    Path folder = objects.getDirectory().toPath();
    try (PackStore store = new PackStore(folder);
        PackStream stream = new PackStream(in, store, limits.packBytes())) {
      One one = new One(repository, store, stream, sender);
      int count = one.arrival.header();
      try (Room.Lease _ = rooms.index().take(AT_LEAST + (long) count * PER_OBJECT, sender::waits)) {
        StoredPack stored = one.take(count);
        if (stored != null) {
          objects.openPack(stored.pack().toFile());
          one.checkSubmodules(stored);
        }
        return stored;
      }
    }
  }

  /** The way of one pack. */
  private final class One {
    private final Repository repository;
    private final ObjectDatabase there;
    private final PackStore store;
    private final PackStream stream;
    private final Sender sender;
    private final Budget budget = new Budget(limits);
    private final ObjectIdOwnerMap<PackObject> objects = new ObjectIdOwnerMap<>();
    private final List<Checks> checks = new ArrayList<>();
    private final Arrival arrival;

    One(Repository repository, PackStore store, PackStream stream, Sender sender) {
      this.repository = repository;
      this.there = repository.getObjectDatabase().newCachedDatabase();
      this.store = store;
      this.stream = stream;
      this.sender = sender;
      this.arrival = new Arrival(stream, limits, budget, newChecks(), objects);
    }

    private Checks newChecks() {
      References references = new References(this::sent, sender.boundary(), limits.objects());
      Checks more = new Checks(checker.get(), references);
      checks.add(more);
      return more;
    }

    /**
     * A base that was appended came from the repository, and counts only if a branch reaches it.
     */
    private @Nullable PackObject sent(AnyObjectId id) {
      PackObject object = objects.get(id);
      return object != null && object.sent() ? object : null;
    }

    private Resolver newResolver() {
      return new Resolver(
          new StoredStream(store),
          budget,
          newChecks(),
          new Twins(there.newReader()),
          new Waiting(arrival.bases()));
    }

    @Nullable StoredPack take(int count) throws IOException {
      for (int i = 0; i < count; i++) {
        arrival.entry();
      }
      byte[] checksum = stream.finish();
      compareWhole();
      boolean appended =
          new Resolution(arrival, store, there, rooms.work(), sender::waits, this::newResolver)
              .run(objects, count, checks.getFirst().references());
      if (appended) {
        store.count(objects.size());
        checksum = store.checksum();
      }
      checkConnected();
      return objects.isEmpty() ? null : store.install(sorted(), checksum);
    }

    private void compareWhole() throws IOException {
      try (Twins twins = new Twins(there.newReader());
          StoredStream again = new StoredStream(store)) {
        for (Arrival.Root root : arrival.roots()) {
          if (twins.has(root.object())) {
            again.open(root.item());
            long size = root.item().size;
            try (Room.Lease _ = rooms.work().take(3 * size, sender::waits)) {
              twins.compare(root.object(), root.item().kind, size, again.asInput());
            }
          }
        }
      }
    }

    private void checkConnected() throws IOException {
      List<References.Named> outside = new ArrayList<>();
      for (ObjectId want : sender.wants()) {
        checks.getFirst().references().need(want, ObjectReader.OBJ_ANY);
      }
      for (Checks each : checks) {
        for (References.Named named : each.references().named()) {
          PackObject here = sent(named);
          if (here == null) {
            outside.add(named);
          } else {
            References.fits(named, here.getType(), named.type());
          }
        }
      }
      new Known(repository, sender.tips()).findAll(outside);
    }

    /** The last check, because it reads files by their names; no branch names the pack yet. */
    private void checkSubmodules(StoredPack stored) throws IOException {
      boolean sound = false;
      try {
        for (Checks each : checks) {
          for (GitmoduleEntry entry : each.submodules()) {
            checkSubmodules(entry.getBlobId());
          }
        }
        sound = true;
      } finally {
        if (!sound) {
          stored.remove();
        }
      }
    }

    private void checkSubmodules(AnyObjectId file) throws IOException {
      try (ObjectReader reader = repository.newObjectReader()) {
        ObjectLoader blob = reader.open(file, Constants.OBJ_BLOB);
        if (blob.getSize() > SUBMODULES) {
          throw new BadPack("the push holds a bad object: a .gitmodules over 1 MiB");
        }
        SubmoduleValidator.assertValidGitModulesFile(new String(blob.getCachedBytes(), UTF_8));
      } catch (SubmoduleValidationException e) {
        throw new BadPack("the push holds a bad object: " + e.getMessage());
      }
    }

    private List<PackObject> sorted() {
      List<PackObject> sorted = new ArrayList<>(objects.size());
      objects.forEach(sorted::add);
      sorted.sort(null);
      return sorted;
    }
  }
}
