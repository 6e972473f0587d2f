package paas.engine.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one process. The server writes {@code about}, the runner {@code runner}, {@code
 * stat}, {@code exit} and {@code done}, the process {@code log}; all of it is true without any
 * server.
 */
record RunFolder(Path path) {

  /**
   * What was decided before the start.
   *
   * @param boot the kernel's id of the boot: process numbers mean nothing in another
   */
  record About(int release, int port, Instant startedAt, String boot) {
    private String line() {
      return release + " " + port + " " + startedAt.toEpochMilli() + " " + boot + "\n";
    }

    private static About parse(String line) {
      String[] words = line.strip().split(" ", 4);
      Instant at = Instant.ofEpochMilli(Long.parseLong(words[2]));
      return new About(Integer.parseInt(words[0]), Integer.parseInt(words[1]), at, words[3]);
    }
  }

  static String boot() {
    return read(Path.of("/proc/sys/kernel/random/boot_id")).orElseThrow().strip();
  }

  String name() {
    return path.getFileName().toString();
  }

  void create(About about) throws IOException {
    Files.createDirectory(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(path.resolve("about"), about.line());
  }

  /** Empty where a crash came before it was written. */
  Optional<About> about() {
    return read(path.resolve("about")).filter(text -> text.endsWith("\n")).map(About::parse);
  }

  /** The process itself. */
  Optional<ProcessId> process() {
    return ProcessId.in(path.resolve("stat"));
  }

  Optional<ProcessId> runner() {
    return ProcessId.in(path.resolve("runner"));
  }

  /** How the process ended: 0 to 255, as a shell says it; null while nobody knows. */
  @Nullable Integer exit() {
    Optional<String> text = read(path.resolve("exit")).filter(t -> t.endsWith("\n"));
    return text.isPresent() ? Integer.valueOf(text.get().strip()) : null;
  }

  /** When the exit status was written. */
  Instant exitAt() {
    try {
      return Files.getLastModifiedTime(path.resolve("exit")).toInstant();
    } catch (IOException notWritten) {
      return Instant.now();
    }
  }

  /** Whether the process ended and nothing that it started is left. */
  boolean done() {
    return Files.exists(path.resolve("done"));
  }

  Path log() {
    return path.resolve("log");
  }

  /** Lets the rest of the process group end by itself after the first process did. */
  void setStopping(boolean stopping) throws IOException {
    Path mark = path.resolve("stopping");
    if (stopping) {
      Files.writeString(mark, "");
    } else {
      Files.deleteIfExists(mark);
    }
  }

  /** Whether the process was told to stand still. */
  boolean isFrozen() {
    return Files.exists(path.resolve("frozen"));
  }

  void setFrozen(boolean frozen) {
    Path mark = path.resolve("frozen");
    try {
      if (frozen) {
        Files.writeString(mark, "");
      } else {
        Files.deleteIfExists(mark);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes it; nothing in it was ever in an app's hands. */
  void delete() {
    if (!Files.isDirectory(path)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException notThere) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
