package paas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import paas.model.UserError;

/**
 * Where a data folder stood when it was served last, written in itself: so a copy knows that it is
 * one. It bears the id by which its original finds its containers and processes.
 */
final class Place {
  private static final String FILE = "place";

  private Place() {}

  /**
   * Notes where the folder stands. One that was moved goes on as it is.
   *
   * @throws UserError when it is a copy of one that is still there
   */
  static void demandOriginal(Path root, String id) throws IOException {
    Path file = root.resolve(FILE);
    Path noted = Files.exists(file) ? Path.of(Files.readString(file).strip()) : root;
    if (!noted.equals(root) && has(noted, id) && !Files.isSameFile(noted, root)) {
      throw UserError.failed(
          root + " is a copy of " + noted + ", which is still there: both would own the same apps",
          "serve the original, or move it away first; for a second server name a new folder with"
              + " --data DIR");
    }
    if (!Files.exists(file) || !noted.equals(root)) {
      OwnFile.write(file, root + "\n", "rw-r--r--");
    }
  }

  private static boolean has(Path folder, String id) throws IOException {
    Path file = folder.resolve("instance");
    return Files.isReadable(file) && Files.readString(file).strip().equals(id);
  }
}
