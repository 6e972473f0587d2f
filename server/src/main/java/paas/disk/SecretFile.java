package paas.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;

/** A key of 256 random bits in a file for its owner alone, made when it is first needed. */
public final class SecretFile {
  private static final int BYTES = 32;

  private final Path file;

  public SecretFile(Path file) {
    this.file = file;
  }

  /** The key. */
  public byte[] key() {
    try {
      return Files.exists(file) ? Files.readAllBytes(file) : made();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nobody else can read it for a moment, not even while it is made. */
  private byte[] made() throws IOException {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    try (var channel =
        Files.newByteChannel(
            file,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(ByteBuffer.wrap(key));
      return key;
    } catch (FileAlreadyExistsException another) {
      return Files.readAllBytes(file);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
