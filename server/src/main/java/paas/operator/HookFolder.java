package paas.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of the hooks: {@code POINT.d/NAME}, run in the order of their names. What somebody
 * else than the server's user or root could have written is not run.
 */
final class HookFolder {
  private static final int ROOT = 0;

  /** What editors and package managers leave beside a file. */
  private static final Pattern COPY =
      Pattern.compile(".*~|.*\\.(?:sample|bak|orig|swp|new|old|disabled|dpkg-[a-z]+)|README.*");

  private final Path folder;

  HookFolder(Path folder) {
    this.folder = folder;
  }

  Path path() {
    return folder;
  }

  /** The programs of a point, those that are not run too. */
  List<HookFile> of(HookPoint point) {
    Path own = folder.resolve(point.folder());
    List<HookFile> files = new ArrayList<>();
    for (Path file : children(own)) {
      files.add(judged(point, file));
    }
    return List.copyOf(files);
  }

  /** The folders in it that belong to no point, by name. */
  List<String> foreign() {
    Set<String> known = new TreeSet<>(Set.of("samples"));
    Arrays.stream(HookPoint.values()).map(HookPoint::folder).forEach(known::add);
    return children(folder).stream()
        .filter(Files::isDirectory)
        .map(file -> file.getFileName().toString())
        .filter(name -> !known.contains(name))
        .toList();
  }

  private static List<Path> children(Path folder) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(folder, file -> !file.getFileName().toString().startsWith("."))) {
      all.forEach(found::add);
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    found.sort(Comparator.comparing(file -> file.getFileName().toString()));
    return found;
  }

  private HookFile judged(HookPoint point, Path file) {
    String name = file.getFileName().toString();
    if (COPY.matcher(name).matches()) {
      return new HookFile(point, file, "is no program by its name", "give it another name");
    }
    try {
      return Stream.of(folder, folder.resolve(point.folder()), file)
          .flatMap(part -> unsafe(point, file, part).stream())
          .findFirst()
          .orElseGet(() -> runnable(point, file));
    } catch (UncheckedIOException e) {
      return new HookFile(point, file, "cannot be looked at", String.valueOf(e.getMessage()));
    }
  }

  private static List<HookFile> unsafe(HookPoint point, Path file, Path part) {
    String what = part.equals(file) ? "" : "lies in " + part.getFileName() + ", which ";
    String at = part.toString();
    if (Files.isSymbolicLink(part)) {
      return List.of(new HookFile(point, file, what + "is a link", "put what it leads to there"));
    }
    try {
      int owner = (int) Files.getAttribute(part, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      int own = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      if (owner != ROOT && owner != own) {
        return List.of(
            new HookFile(
                point, file, what + "belongs to user " + owner, "chown " + own + " " + at));
      }
      Set<PosixFilePermission> open =
          Files.getPosixFilePermissions(part, LinkOption.NOFOLLOW_LINKS);
      if (open.contains(PosixFilePermission.GROUP_WRITE)
          || open.contains(PosixFilePermission.OTHERS_WRITE)) {
        return List.of(
            new HookFile(point, file, what + "may be written to by others", "chmod go-w " + at));
      }
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HookFile runnable(HookPoint point, Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return new HookFile(point, file, "is no file", "put a program there");
    }
    return Files.isExecutable(file)
        ? HookFile.fit(point, file)
        : new HookFile(point, file, "is not executable", "chmod u+x " + file);
  }
}
