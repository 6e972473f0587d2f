package paas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import paas.model.UserError;

/**
 * The one folder in which everything is kept, with the places inside of it. Nothing of it but what
 * apps need may be read by others.
 */
public record DataFolder(Path root) {
  private static final String FOR_APPS = "rwx--x--x";
  private static final String OURS = "rwx------";

  /**
   * Makes what is missing; {@code root} is made absolute and free of links.
   *
   * @throws UserError when it is another's folder, or something else is kept there
   */
  public static DataFolder prepare(Path folder) {
    try {
      folder(folder.toAbsolutePath(), FOR_APPS);
      DataFolder data = new DataFolder(folder.toRealPath());
      FolderCheck.of(data);
      for (Path inner : data.ours()) {
        folder(inner, OURS);
      }
      for (Path operators : List.of(data.hooks(), data.buildpacks())) {
        folder(operators, OURS);
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

  /** Folders that nobody else may look into. */
  List<Path> ours() {
    return List.of(repositories(), logs(), ssh(), builds(), packs(), proxy());
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

  /** The operator's own programs. */
  public Path hooks() {
    return root.resolve("hooks");
  }

  /** Buildpacks that the operator put there, as git repositories. */
  public Path buildpacks() {
    return root.resolve("buildpacks");
  }

  /** Repositories of buildpacks, as they were fetched. */
  public Path packs() {
    return root.resolve("packs");
  }

  /** What a proxy in a process of its own has beside the routes. */
  Path proxy() {
    return root.resolve("proxy");
  }

  Path proxySocket() {
    return proxy().resolve("control.sock");
  }

  Path proxySettings() {
    return proxy().resolve("settings.json");
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

  /** What tells this folder's containers from those of another one on the same engine. */
  Path instance() {
    return root.resolve("instance");
  }
}
