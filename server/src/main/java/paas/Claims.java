package paas;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.disk.WholeFile;
import paas.model.UserError;

/**
 * Which ports and user ids belong to which server of this machine, so that two of them never give
 * the same to their apps, whether they run or not: a list that servers of the same user share. A
 * claim lasts as long as its data folder.
 */
final class Claims {
  private static final Logger log = LoggerFactory.getLogger(Claims.class);
  static final int PORTS = 250;
  static final int USERS = 100_000;
  private static final int MOST_BLOCKS = 1000;
  private static final Path OF_ROOT = Path.of("/var/lib/paas-claims");

  private final Path folder;

  Claims(Path folder) {
    this.folder = folder;
  }

  /** Numbers from first to last. */
  record Range(int first, int last) {
    boolean overlaps(Range other) {
      return first <= other.last && other.first <= last;
    }
  }

  /** What a server owns; a line of the list. */
  record Claim(String instance, Range ports, Range users, Path data) {
    private String line() {
      return "%s %d %d %d %d %s"
          .formatted(instance, ports.first, ports.last, users.first, users.last, data);
    }

    private static Claim parse(String line) {
      String[] words = line.split(" ", 6);
      return new Claim(
          words[0],
          new Range(Integer.parseInt(words[1]), Integer.parseInt(words[2])),
          new Range(Integer.parseInt(words[3]), Integer.parseInt(words[4])),
          Path.of(words[5]));
    }

    /** Whether the folder is still there, and still this server's. */
    private boolean holds() {
      try {
        return Files.readString(data.resolve("instance")).strip().equals(instance);
      } catch (IOException e) {
        return Files.exists(data.resolve("paas.mv.db"));
      }
    }
  }

  /** The list for this user: root's for root; empty for a user without a home. */
  static Optional<Claims> here(int uid) {
    Path home = Path.of(System.getProperty("user.home", "/"));
    if (uid == 0) {
      return Optional.of(new Claims(OF_ROOT));
    }
    return Files.isWritable(home)
        ? Optional.of(new Claims(home.resolve(".local/state/paas-claims")))
        : Optional.empty();
  }

  /**
   * What this data folder owned before, else the first free part of what is usual; where the
   * operator chose a range, all of that.
   *
   * @throws UserError when another server has it
   */
  Claim claim(DataFolder data, String id, SettingsFile.ProcessEngine wished) {
    try {
      return locked(others -> {
        Claim claim = chosen(data, id, wished, others);
        others.removeIf(other -> other.data().equals(data.root()));
        others.add(claim);
        return claim;
      });
    } catch (IOException e) {
      return known(data, id).orElseThrow(() -> unkept(e));
    }
  }

  /** What it owned before is its own also where nothing can be written. */
  private Optional<Claim> known(DataFolder data, String id) {
    try {
      return all().stream()
          .filter(claim -> claim.instance().equals(id) && claim.data().equals(data.root()))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private UserError unkept(IOException e) {
    return UserError.failed(
        "the list of this machine's servers cannot be kept in " + folder + ": " + e.getMessage(),
        "see to it that this user may write there");
  }

  /** Gives back what a folder that is going to be removed has owned. */
  void release(DataFolder data) {
    try {
      locked(others -> others.removeIf(claim -> claim.data().equals(data.root())));
    } catch (IOException e) {
      log.warn("the claim of {} stays in the list: {}", data.root(), e.toString());
    }
  }

  private static Claim chosen(
      DataFolder data, String id, SettingsFile.ProcessEngine wished, List<Claim> all) {
    Optional<Claim> own = all.stream().filter(c -> c.data().equals(data.root())).findFirst();
    List<Claim> others = all.stream().filter(c -> !c.data().equals(data.root())).toList();
    SettingsFile.ProcessEngine usual = SettingsFile.ProcessEngine.DEFAULT;
    Range pool = new Range(wished.firstPort(), wished.lastPort());
    boolean usualPorts =
        wished.firstPort() == usual.firstPort() && wished.lastPort() == usual.lastPort();
    Range ports =
        usualPorts
            ? own.map(Claim::ports)
                .filter(range -> range.first() >= pool.first() && range.last() <= pool.last())
                .orElseGet(() -> free(pool, PORTS, "ports", Claim::ports, others))
            : demanded(pool, "ports", Claim::ports, others);
    Range from = new Range(wished.firstUid(), wished.firstUid() + USERS - 1);
    Range users =
        wished.firstUid() == usual.firstUid()
            ? own.map(Claim::users)
                .orElseGet(() ->
                    free(
                        new Range(from.first(), from.first() + USERS * MOST_BLOCKS - 1),
                        USERS,
                        "user ids",
                        Claim::users,
                        others))
            : demanded(from, "user ids", Claim::users, others);
    return new Claim(id, ports, users, data.root());
  }

  private static Range free(
      Range pool, int size, String what, Function<Claim, Range> part, List<Claim> others) {
    return IntStream.rangeClosed(0, (pool.last() - pool.first() + 1) / size - 1)
        .mapToObj(k -> new Range(pool.first() + k * size, pool.first() + (k + 1) * size - 1))
        .filter(range -> others.stream().map(part).noneMatch(range::overlaps))
        .findFirst()
        .orElseThrow(() ->
            UserError.failed(
                "other servers of this machine own all "
                    + what
                    + " from "
                    + pool.first()
                    + " to "
                    + pool.last(),
                "choose others under process-engine in paas.yaml, or remove a data folder"));
  }

  private static Range demanded(
      Range range, String what, Function<Claim, Range> part, List<Claim> others) {
    for (Claim other : others) {
      if (range.overlaps(part.apply(other))) {
        Range theirs = part.apply(other);
        throw UserError.failed(
            what
                + " "
                + theirs.first()
                + " to "
                + theirs.last()
                + " belong to the server of "
                + other.data(),
            "choose others than "
                + range.first()
                + " to "
                + range.last()
                + " under process-engine in paas.yaml");
      }
    }
    return range;
  }

  private Path list() {
    return folder.resolve("claims");
  }

  private List<Claim> all() throws IOException {
    List<Claim> claims = new ArrayList<>();
    for (String line : Files.exists(list()) ? Files.readAllLines(list()) : List.<String>of()) {
      claims.add(Claim.parse(line));
    }
    return claims;
  }

  private interface Change<T> {
    T on(List<Claim> claims);
  }

  /** Changes the list while no other server does; what no longer holds is dropped. */
  private <T> T locked(Change<T> change) throws IOException {
    Files.createDirectories(folder);
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      List<Claim> claims = all();
      List<Claim> before = List.copyOf(claims);
      claims.removeIf(claim -> !claim.holds());
      T result = change.on(claims);
      if (!claims.equals(before)) {
        String text = String.join("", claims.stream().map(claim -> claim.line() + "\n").toList());
        WholeFile.write(list(), text, "rw-r--r--");
      }
      return result;
    }
  }
}
