package paas;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import paas.disk.WholeFile;

/** Who serves a data folder: the process's id, and its start, because ids are used again. */
final class PidFile {
  private PidFile() {}

  static void write(Path file) throws IOException {
    ProcessHandle self = ProcessHandle.current();
    String line = self.pid() + " " + start(self) + "\n";
    try {
      WholeFile.write(file, line, "rw-r--r--");
    } catch (IOException e) {
      overwrite(file, line);
    }
  }

  /** For a start on a disk that took nothing then. */
  static void writeUnlessThere(Path file) throws IOException {
    if (read(file).filter(ProcessHandle.current()::equals).isEmpty()) {
      write(file);
    }
  }

  /** On a full disk the place of the former server's line will do; a torn one names nobody. */
  private static void overwrite(Path file, String line) throws IOException {
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.write(line.getBytes(StandardCharsets.US_ASCII));
      raw.setLength(line.length());
    }
  }

  /** The server that is named there and still runs. */
  static Optional<ProcessHandle> read(Path file) {
    try {
      String[] words = Files.readString(file).strip().split(" ", 2);
      return ProcessHandle.of(Long.parseLong(words[0]))
          .filter(process -> words.length > 1 && start(process).equals(words[1]));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Removes what {@link #write} wrote, not what the next server has written since. */
  static void remove(Path file) {
    try {
      if (read(file).filter(ProcessHandle.current()::equals).isPresent()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }
}
