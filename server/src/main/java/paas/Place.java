package paas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.disk.WholeFile;
import paas.model.UserError;

/**
 * Where a data folder stood when it was served last, written in itself: so a copy knows that it is
 * one. It bears the id by which its original finds its containers and processes.
 */
final class Place {
  private static final Logger log = LoggerFactory.getLogger(Place.class);
  private static final String FILE = "place";

  private Place() {}

  /**
   * To be asked before anything is served or ended. A folder that was moved goes on as it is.
   *
   * @throws UserError when it is a copy of one that is still there
   */
  static void demandOriginal(DataFolder data) {
    Path root = data.root();
    Path file = root.resolve(FILE);
    try {
      Path noted = Files.exists(file) ? Path.of(Files.readString(file).strip()) : root;
      if (!noted.equals(root) && isSame(new DataFolder(noted), data)) {
        throw UserError.failed(
            root
                + " is a copy of "
                + noted
                + ", which is still there: both would own the same apps",
            "serve the original, or move it away first; for a second server name a new folder with"
                + " --data DIR");
      }
      if (!Files.exists(file) || !noted.equals(root)) {
        note(file, root);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * Whether the other one is there under the same id, and is not the same folder by another name.
   */
  private static boolean isSame(DataFolder noted, DataFolder data) throws IOException {
    return Files.isReadable(noted.instance())
        && (!Files.exists(data.instance())
            || Files.readString(noted.instance()).equals(Files.readString(data.instance())))
        && !Files.isSameFile(noted.root(), data.root());
  }

  private static void note(Path file, Path root) {
    try {
      WholeFile.write(file, root + "\n", "rw-r--r--");
    } catch (IOException e) {
      log.warn("{} cannot be written: {}", file, e.toString());
    }
  }
}
