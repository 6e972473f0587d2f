package paas.hooks.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A bare repository, and packs that are brought to it. */
abstract class PackScene {
  static final PackLimits LIMITS = new PackLimits(8 << 20, 4 << 20, 64 << 20, 10_000);

  @TempDir Path folder;
  FileRepository repository;
  final PackIntake.Rooms rooms = new PackIntake.Rooms(new Room(16 << 20), new Room(32 << 20));
  final PackIntake intake = new PackIntake(LIMITS, rooms, ObjectChecker::new);

  @BeforeEach
  final void create() throws IOException {
    repository =
        (FileRepository)
            new FileRepositoryBuilder()
                .setGitDir(folder.resolve("r.git").toFile())
                .setBare()
                .build();
    repository.create(true);
  }

  /** Again, because an open repository remembers packs that are no more. */
  final void open() throws IOException {
    repository.close();
    repository =
        (FileRepository)
            new FileRepositoryBuilder()
                .setGitDir(folder.resolve("r.git").toFile())
                .setBare()
                .build();
  }

  @AfterEach
  final void nothingIsLeft() throws IOException {
    assertThat(rooms.index().free()).isEqualTo(16 << 20);
    assertThat(rooms.work().free()).isEqualTo(32 << 20);
    repository.close();
  }

  @Nullable StoredPack receive(byte[] pack, ObjectId... wants) throws IOException {
    return receive(pack, Set.of(), wants);
  }

  @Nullable StoredPack receive(byte[] pack, Set<ObjectId> tips, ObjectId... wants)
      throws IOException {
    return intake.receive(
        repository, new ByteArrayInputStream(pack), new Sender(tips, List.of(wants)));
  }

  /** Files below {@code objects}. */
  List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("r.git/objects"))) {
      return files.filter(Files::isRegularFile).map(Path::toString).toList();
    }
  }

  /** What git itself says of the repository. */
  String git(String... words) throws IOException, InterruptedException {
    List<String> argv =
        Stream.concat(
                Stream.of("git", "--git-dir", folder.resolve("r.git").toString()), Stream.of(words))
            .toList();
    Process git = new ProcessBuilder(argv).redirectErrorStream(true).start();
    String said =
        new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(git.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(git.exitValue()).as("%s", said).isZero();
    return said;
  }

  record Sender(Set<ObjectId> tips, Collection<ObjectId> wants) implements PackIntake.Sender {
    @Override
    public Set<ObjectId> boundary() {
      return Set.of();
    }

    @Override
    public void waits() {
      throw new AssertionError("there is room for one");
    }
  }
}
