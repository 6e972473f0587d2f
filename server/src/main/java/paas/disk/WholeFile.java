package paas.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * Files that are written whole or not at all: beside, to the disk, and renamed. A full disk or a
 * crash leaves the one before.
 */
public final class WholeFile {
  private WholeFile() {}

  /** Writes text; {@code permissions} as {@code ls} shows them. */
  public static void write(Path file, String text, String permissions) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8), permissions);
  }

  /** The same with bytes. Nobody else may read it before it has its permissions. */
  public static void write(Path file, byte[] content, String permissions) throws IOException {
    Path fresh = fresh(file);
    Files.deleteIfExists(fresh);
    try {
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer left = ByteBuffer.wrap(content);
        while (left.hasRemaining()) {
          out.write(left);
        }
      }
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(permissions));
      putInPlace(fresh, file);
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
  }

  /** Where a file is written before it takes its place. */
  public static Path fresh(Path file) {
    return file.resolveSibling(file.getFileName() + ".new");
  }

  /** Brings what was written to the disk, gives it its name, and brings that to the disk, too. */
  public static void putInPlace(Path fresh, Path file) throws IOException {
    try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel folder =
        FileChannel.open(Objects.requireNonNull(file.toAbsolutePath().getParent()))) {
      folder.force(true);
    }
  }
}
