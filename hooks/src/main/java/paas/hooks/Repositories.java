package paas.hooks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.hooks.pack.Room;

/**
 * Bare repositories in one folder, one per id. An id is opaque; nothing that a user can choose ever
 * becomes part of a path here.
 */
public final class Repositories {
  private static final Logger log = LoggerFactory.getLogger(Repositories.class);
  private static final Pattern ID = Pattern.compile("[a-z0-9]{1,64}");
  private static final String SUFFIX = ".git";
  private static final String UNFINISHED = ".unfinished";
  private static final String ASIDE = ".damaged";
  private static final Pattern LEFT_BY_A_DEAD_SERVER =
      Pattern.compile("incoming_.*|pack-.*\\.keep|\\.?gc_.*_tmp|gc\\.(log|pid)|noz.*");

  /** Beside what the server itself holds; two large objects at once are the least it must be. */
  private static final double WORK_PART = 0.375;

  /** Each push adds a pack; so many are worth being made one. */
  private static final int PACKS = 20;

  private static final long COLLECTING = 64 << 20;

  /** Refs that no client sees, while garbage is collected. */
  private static final String KEPT = "refs/kept/";

  private static final Pattern PACK = Pattern.compile("(pack-[0-9a-f]{40})\\.(pack|idx)");

  private final Path root;
  private final Uses uses = new Uses();
  private final Room work = Room.ofHeap(WORK_PART);

  /**
   * @param root made when missing; belongs to this object alone
   */
  public Repositories(Path root) throws IOException {
    this.root = Files.createDirectories(root).toRealPath();
    QuietSystem.install(this.root.resolve("jgit.config"));
  }

  /** Memory for the contents of large objects, shared by all that happens to repositories. */
  public Room work() {
    return work;
  }

  /** Opens the repository, made when missing; the caller closes it. */
  public Repository open(String id) throws IOException {
    Path folder = folder(id);
    if (!Files.exists(folder)) {
      create(folder);
    }
    return at(folder);
  }

  /** Something that goes on in a repository; closed by the thread that opened it. */
  public interface Use extends AutoCloseable {
    @Override
    void close();
  }

  /** Keeps the repository's objects from being collected, whether a branch names them or not. */
  public Use use(String id) throws IOException {
    return uses.begin(id)::close;
  }

  /**
   * Collects garbage if many pushes have come and nobody is at work there; else the next one will.
   *
   * @param needed commits that stay though no branch may reach them: asked for when nobody is there
   * @return whether it did
   */
  public boolean tidy(String id, Supplier<Set<String>> needed) throws IOException {
    return packs(id) >= PACKS
        && uses.alone(
            id,
            () -> {
              try (Room.Lease _ = work.take(COLLECTING, () -> {})) {
                gc(id, needed.get());
              }
            });
  }

  private long packs(String id) throws IOException {
    Path packs = folder(id).resolve("objects/pack");
    if (!Files.isDirectory(packs)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(packs)) {
      return files.filter(file -> file.toString().endsWith(".pack")).count();
    }
  }

  public void delete(String id) throws IOException {
    uses.forget(id);
    for (Path folder : List.of(folder(id), aside(id))) {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        Path doomed = unfinished(folder);
        Files.move(folder, doomed, StandardCopyOption.ATOMIC_MOVE);
        Folders.remove(doomed);
      }
    }
  }

  /**
   * Why the repository cannot be relied on, as the end of a sentence: what no push would notice
   * until it needs it. Empty when it is sound, as far as can be seen without reading every file.
   */
  public Optional<String> damage(String id) {
    Path folder = folder(id);
    if (!Files.exists(folder)) {
      return Optional.of("it is not there");
    }
    try (Repository repository = at(folder)) {
      return Damage.of(repository);
    } catch (IOException e) {
      return Optional.of(Text.oneLine(String.valueOf(e.getMessage())));
    }
  }

  /**
   * Puts a damaged repository aside and an empty one in its place, which the next push fills. Of
   * several that were put aside the last stays.
   *
   * @return whether it did: not while somebody is at work there
   */
  public boolean replace(String id) throws IOException {
    return uses.alone(
        id,
        () -> {
          Path folder = folder(id);
          if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Folders.remove(aside(id));
            Files.move(folder, aside(id), StandardCopyOption.ATOMIC_MOVE);
          }
          create(folder);
        });
  }

  /**
   * Packs what the branches and the needed commits reach and drops the rest. Never beside a push to
   * it: objects of a push that no branch names yet would look lost.
   */
  void gc(String id, Set<String> needed) throws IOException {
    try (Repository repository = at(folder(id));
        Git git = new Git(repository)) {
      try {
        for (String commit : needed) {
          keep(repository, ObjectId.fromString(commit));
        }
        git.gc().setExpire(Instant.now()).setPreserveOldPacks(false).call();
      } finally {
        for (Ref ref : repository.getRefDatabase().getRefsByPrefix(KEPT)) {
          RefUpdate update = repository.updateRef(ref.getName());
          update.setForceUpdate(true);
          update.delete();
        }
      }
    } catch (GitAPIException e) {
      throw new IOException("garbage collection of " + id + " failed", e);
    }
  }

  private static void keep(Repository repository, ObjectId commit) throws IOException {
    if (repository.getObjectDatabase().has(commit)) {
      RefUpdate update = repository.updateRef(KEPT + commit.name());
      update.setNewObjectId(commit);
      update.setForceUpdate(true);
      RefUpdate.Result result = update.update();
      if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.NO_CHANGE) {
        throw new IOException("commit " + commit.name() + " cannot be kept: " + result);
      }
    }
  }

  /**
   * To be called once at start, before the first push: removes what a killed server left behind,
   * which git would trip over (locks) or keep for ever (half-received packs).
   *
   * @return what was removed
   */
  public List<Path> sweep() throws IOException {
    List<Path> removed = new ArrayList<>();
    List<Path> all;
    try (Stream<Path> folders = Files.list(root)) {
      all = folders.toList();
    }
    for (Path folder : all) {
      try {
        removed.addAll(sweep(folder));
      } catch (IOException | UncheckedIOException e) {
        // One that cannot be read does not keep the others from being swept.
        log.warn("{} could not be swept: {}", folder, e.toString());
      }
    }
    return removed;
  }

  private List<Path> sweep(Path folder) throws IOException {
    List<Path> leftovers;
    try (Stream<Path> files = Files.walk(folder)) {
      leftovers = files.filter(this::isLeftover).toList();
    }
    for (Path leftover : leftovers) {
      Folders.remove(leftover);
    }
    return leftovers;
  }

  /** The ids of all that are here. */
  public List<String> ids() throws IOException {
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .filter(id -> ID.matcher(id).matches())
          .sorted()
          .toList();
    }
  }

  /** What {@link #sweep} would remove of one repository and has been there for so long. */
  public List<Path> leftovers(String id, Duration age) throws IOException {
    Instant before = Instant.now().minus(age);
    List<Path> old = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder(id))) {
      for (Path file : files.filter(this::isLeftover).toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          old.add(file);
        }
      }
    } catch (NoSuchFileException | AccessDeniedException | UncheckedIOException e) {
      // A push has just taken one of its own away; the next look sees the rest. What cannot be
      // read at all is damage.
      return List.of();
    }
    return List.copyOf(old);
  }

  /**
   * Removes one of the {@link #leftovers}.
   *
   * @return whether it is gone
   */
  public boolean remove(Path leftover) throws IOException {
    if (!leftover.startsWith(root) || leftover.equals(root) || !isLeftover(leftover)) {
      throw new IllegalArgumentException(leftover + " is no leftover");
    }
    Folders.remove(leftover);
    return true;
  }

  /** Below refs every name may be a branch, except that none ends in {@code .lock}. */
  private boolean isLeftover(Path path) {
    Path inside = root.relativize(path);
    String name = inside.getFileName().toString();
    if (inside.getNameCount() == 1) {
      return name.endsWith(UNFINISHED);
    }
    boolean ref = inside.getName(1).toString().equals("refs");
    return name.endsWith(".lock")
        || (!ref && LEFT_BY_A_DEAD_SERVER.matcher(name).matches())
        || (!ref && isHalfAPack(path, name));
  }

  /** Its other half was to follow, or had gone already. */
  private static boolean isHalfAPack(Path path, String name) {
    Matcher pack = PACK.matcher(name);
    String other = pack.matches() && pack.group(2).equals("idx") ? ".pack" : ".idx";
    return pack.matches() && !Files.exists(path.resolveSibling(pack.group(1) + other));
  }

  private Path folder(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("a repository id has 1 to 64 letters a-z and digits");
    }
    return root.resolve(id + SUFFIX);
  }

  private Path aside(String id) {
    return folder(id).resolveSibling(id + ASIDE);
  }

  private static Path unfinished(Path folder) {
    return folder.resolveSibling(folder.getFileName() + "." + UUID.randomUUID() + UNFINISHED);
  }

  private static void create(Path folder) throws IOException {
    Path fresh = unfinished(folder);
    try (Repository repository = at(fresh)) {
      repository.create(true);
      configure(repository.getConfig());
    }
    try {
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Folders.remove(fresh);
      if (!Files.exists(folder)) {
        throw e;
      }
    }
  }

  /** Collecting garbage is our own step under the app's lock; a branch survives a power cut. */
  private static void configure(StoredConfig config) throws IOException {
    config.setInt("gc", null, "auto", 0);
    config.setBoolean("receive", null, "autogc", false);
    config.setBoolean("core", null, "fsyncObjectFiles", true);
    config.setBoolean("core", null, "fsyncRefFiles", true);
    config.setBoolean("core", null, "logAllRefUpdates", false);
    config.save();
  }

  private static Repository at(Path folder) throws IOException {
    return new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
  }
}
