package paas;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import paas.hooks.Repositories;

/**
 * The first repositories of a virtual machine let JGit measure the clock of their file system
 * beside everything else, with files that would keep a test's folder from being removed. Here they
 * are ones that stay until its end.
 */
public final class FileSystemClock {
  static {
    try {
      Path folder = Files.createTempDirectory("clock");
      Path result = folder.resolve("jgit.config");
      folder.toFile().deleteOnExit();
      result.toFile().deleteOnExit();
      var _ = new Repositories(folder);
      await().pollInSameThread().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(result));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FileSystemClock() {}

  /** Returns when it has been. */
  public static void measured() {}
}
