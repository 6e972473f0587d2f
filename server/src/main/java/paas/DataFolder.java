package paas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import paas.model.UserError;

/**
 * The one folder in which everything is kept, with the places inside of it. Nothing of it but what
 * apps need may be read by others.
 */
public record DataFolder(Path root) {
  private static final String FOR_APPS = "rwx--x--x";
  private static final String OURS = "rwx------";

  /** Makes what is missing; {@code root} is made absolute and free of links. */
  public static DataFolder prepare(Path folder) {
    try {
      folder(folder.toAbsolutePath(), FOR_APPS);
      DataFolder data = new DataFolder(folder.toRealPath());
      for (Path inner : new Path[] {data.repositories(), data.logs(), data.ssh(), data.builds()}) {
        folder(inner, OURS);
      }
      return data;
    } catch (IOException e) {
      throw UserError.failed(
          "the data folder " + folder + " cannot be made: " + e.getMessage(),
          "name another one with --data DIR");
    }
  }

  private static void folder(Path folder, String permissions) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }
  }

  public Path repositories() {
    return root.resolve("repositories");
  }

  public Path logs() {
    return root.resolve("logs");
  }

  public Path ssh() {
    return root.resolve("ssh");
  }

  /** Exported trees of deploys that are under way. */
  public Path builds() {
    return root.resolve("builds");
  }

  public Path routes() {
    return root.resolve("routes.json");
  }

  /** Written by the operator, if at all. */
  public Path settings() {
    return root.resolve("paas.yaml");
  }

  public Path pidFile() {
    return root.resolve("server.pid");
  }

  /**
   * To be asked before anything is served or ended.
   *
   * @throws UserError when this is a copy of a folder that is still there
   */
  void demandOriginal() {
    instance();
  }

  /**
   * What tells this folder's containers from those of another one on the same engine.
   *
   * @throws UserError when this is a copy of a folder that is still there
   */
  public String instance() {
    Path file = root.resolve("instance");
    try {
      if (!Files.exists(file)) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        OwnFile.write(file, id, "rw-r--r--");
      }
      String id = Files.readString(file).strip();
      Place.demandOriginal(root, id);
      return id;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
