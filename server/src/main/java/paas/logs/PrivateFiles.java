package paas.logs;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/**
 * Files for the platform's eyes only. They are RandomAccessFiles because an interrupted thread that
 * reads or writes a channel closes it for everybody.
 */
final class PrivateFiles {
  private static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final int BLOCK = 8192;

  private PrivateFiles() {}

  static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder, FOLDER);
  }

  /** Opens for reading and writing, and makes the file when it is not there. */
  static RandomAccessFile open(Path file) throws IOException {
    try {
      Files.createFile(file, FILE);
    } catch (FileAlreadyExistsException _) {
      // It keeps its mode, which is ours.
    }
    return new RandomAccessFile(file.toFile(), "rw");
  }

  /** How much of it is whole lines; what follows them is dropped, if the disk takes that. */
  static long wholeLines(Path path) throws IOException {
    try (RandomAccessFile file = open(path)) {
      return dropTornTail(file);
    } catch (IOException e) {
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
        return endOfLastLine(file);
      }
    }
  }

  /** Drops what follows the last line end, which a killed writer leaves; returns the new length. */
  static long dropTornTail(RandomAccessFile file) throws IOException {
    long to = endOfLastLine(file);
    if (to < file.length()) {
      file.setLength(to);
    }
    return to;
  }

  private static long endOfLastLine(RandomAccessFile file) throws IOException {
    long length = file.length();
    byte[] block = new byte[BLOCK];
    long end = length;
    while (end > 0) {
      long start = Math.max(0, end - BLOCK);
      file.seek(start);
      file.readFully(block, 0, (int) (end - start));
      for (int i = (int) (end - start) - 1; i >= 0; i--) {
        if (block[i] == '\n') {
          return start + i + 1;
        }
      }
      end = start;
    }
    return 0;
  }

  /** Removes a folder with all that is in it; links are removed, not followed. */
  static void remove(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Set<Path> deepestFirst = new TreeSet<>(Comparator.reverseOrder());
    try (var paths = Files.walk(folder)) {
      paths.forEach(deepestFirst::add);
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
