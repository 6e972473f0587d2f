package paas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Who serves a data folder: the process's id, and its start, because ids are used again. */
final class PidFile {
  private PidFile() {}

  static void write(Path file) throws IOException {
    ProcessHandle self = ProcessHandle.current();
    OwnFile.write(file, self.pid() + " " + start(self) + "\n", "rw-r--r--");
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
