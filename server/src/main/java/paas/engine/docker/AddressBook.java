package paas.engine.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import paas.disk.WholeFile;
import paas.model.AppId;

/**
 * Hands out one small network per app from a pool of our own, and addresses in it. Both go round
 * the whole pool before one comes again, and the place is kept in a file: a route that was saved a
 * while ago then reaches nobody, never somebody else.
 */
final class AddressBook {
  /** 4096 networks of 253 usable addresses: 100 processes, twice during a deploy. */
  private static final Subnet POOL = Subnet.parse("10.176.0.0/12");

  private static final int BITS = 24;
  private static final long NETWORKS = POOL.size() >> (32 - BITS);
  private static final String TURN = "turn";
  private static final long FIRST = 2; // 0 is the network's own, 1 its gateway
  private final Path file;
  private final Map<String, Entry> apps = new TreeMap<>();
  private long turn;

  /** Which network an app has, and the place in it of its next address. */
  private record Entry(long network, long next) {
    Subnet subnet() {
      return new Subnet(POOL.base() + (network << (32 - BITS)), BITS);
    }
  }

  AddressBook(Path file, String instanceId) {
    this.file = file;
    // Two servers on one engine start at different places and rarely meet.
    turn = Math.floorMod((long) instanceId.hashCode(), NETWORKS);
    read();
  }

  private void read() {
    try {
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        List<String> words = List.of(line.split(" ", 3));
        if (words.getFirst().equals(TURN)) {
          turn = Long.parseLong(words.get(1));
        } else {
          Entry entry = new Entry(Long.parseLong(words.get(1)), Long.parseLong(words.get(2)));
          apps.put(words.getFirst(), entry);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** The network that this app was given; empty when it has none yet. */
  synchronized Optional<Subnet> of(AppId app) {
    return Optional.ofNullable(apps.get(app.toString())).map(Entry::subnet);
  }

  /**
   * Gives the app the next network that nobody uses, in place of the one that it may have.
   *
   * @throws IllegalStateException when all are taken
   */
  synchronized Subnet assign(AppId app, Predicate<Subnet> taken) {
    Set<Long> given = apps.values().stream().map(Entry::network).collect(Collectors.toSet());
    for (long step = 0; step < NETWORKS; step++) {
      long place = (turn + step) % NETWORKS;
      Entry entry = new Entry(place, FIRST);
      if (!given.contains(place) && !taken.test(entry.subnet())) {
        apps.put(app.toString(), entry);
        turn = (place + 1) % NETWORKS;
        write();
        return entry.subnet();
      }
    }
    throw new IllegalStateException("no free network is left in " + POOL);
  }

  /** The app's next address. */
  synchronized String next(AppId app) {
    Entry entry = apps.get(app.toString());
    if (entry == null) {
      throw new IllegalStateException(app + " has no network");
    }
    long last = entry.subnet().size() - 2;
    long following = entry.next() >= last ? FIRST : entry.next() + 1;
    apps.put(app.toString(), new Entry(entry.network(), following));
    write();
    return entry.subnet().address(entry.next());
  }

  synchronized void forget(AppId app) {
    apps.remove(app.toString());
    write();
  }

  private void write() {
    List<String> lines = new ArrayList<>(List.of(TURN + " " + turn));
    apps.forEach((app, entry) -> lines.add(app + " " + entry.network() + " " + entry.next()));
    try {
      WholeFile.write(file, String.join("\n", lines) + "\n", "rw-------");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
