package paas.hooks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.util.FS;

/**
 * JGit measures the clock of a file system beside its work, with probe files that would keep a
 * test's folder from being removed. Measured here once, before the first test.
 */
final class FileSystemClock {
  static {
    try {
      measure();
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private FileSystemClock() {}

  static void measured() {}

  private static void measure() throws IOException {
    Path folder = Files.createTempDirectory("clock");
    QuietSystem.install(Path.of("target", "jgit.config").toAbsolutePath());
    FS.FileStoreAttributes.setBackground(false);
    FS.FileStoreAttributes.get(folder);
    Folders.remove(folder);
  }
}
