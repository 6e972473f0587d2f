package paas.engine.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import paas.model.AppId;
import paas.model.UserError;

/** Who apps run as: as root each app has a user id of its own, else all run as this user. */
final class Users {
  private final boolean separate;
  private final int first;

  Users(boolean separate, int first) {
    this.separate = separate;
    this.first = first;
  }

  static Users of(int first) {
    return new Users(own() == 0, first);
  }

  static int own() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean separate() {
    return separate;
  }

  int uid(AppId app) {
    return Math.toIntExact(first + app.value());
  }

  /** Hands one file or folder to the app. */
  void own(AppId app, Path file) throws IOException {
    if (separate) {
      Files.setAttribute(file, "unix:gid", uid(app), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(file, "unix:uid", uid(app), LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Hands over a folder that the app cannot reach yet; its top goes last. */
  void ownTree(AppId app, Path folder) throws IOException {
    if (!separate) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            own(app, file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failed)
              throws IOException {
            if (failed != null) {
              throw failed;
            }
            own(app, dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * Refuses a data folder that apps' own users could not enter.
   *
   * @throws UserError that names the first folder in the way
   */
  void demandReachable(Path data) {
    if (!separate) {
      return;
    }
    for (Path folder = real(data.getParent()); folder != null; folder = folder.getParent()) {
      if (!othersMay(folder, PosixFilePermission.OTHERS_EXECUTE)) {
        throw UserError.failed(
            "apps' own users cannot reach " + data + ": " + folder + " lets only its owner in",
            "choose another data folder, such as the default /var/lib/paas");
      }
    }
  }

  /** The nearest folder that exists, without links. */
  private static @Nullable Path real(@Nullable Path folder) {
    Path there = folder;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    try {
      return there == null ? null : there.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether apps' users can run this program, every folder on the way included. */
  boolean canRun(Path program) {
    try {
      Path real = program.toRealPath();
      return !separate || (onTheWay(program.toAbsolutePath()) && onTheWay(real) && runnable(real));
    } catch (IOException notThere) {
      return false;
    }
  }

  /** Whether apps' users can look for programs in this folder. */
  boolean canSearch(Path folder) {
    try {
      return Files.isDirectory(folder)
          && (!separate
              || (onTheWay(folder.toRealPath())
                  && othersMay(folder, PosixFilePermission.OTHERS_EXECUTE)));
    } catch (IOException notThere) {
      return false;
    }
  }

  private static boolean runnable(Path real) {
    return othersMay(real, PosixFilePermission.OTHERS_EXECUTE)
        && othersMay(real, PosixFilePermission.OTHERS_READ);
  }

  private static boolean onTheWay(Path file) {
    for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
      if (!othersMay(folder, PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  private static boolean othersMay(Path file, PosixFilePermission what) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      return permissions.contains(what);
    } catch (IOException e) {
      return false;
    }
  }
}
