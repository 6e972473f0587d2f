package paas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import paas.disk.WholeFile;

/** Files that only their owner may read, written whole or not at all. */
final class OwnFile {
  private OwnFile() {}

  /** Writes the content. */
  interface Content {
    void to(OutputStream out) throws IOException, GeneralSecurityException;
  }

  static void write(Path file, Content content) throws IOException, GeneralSecurityException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.to(bytes);
    WholeFile.write(file, bytes.toByteArray(), "rw-------");
  }
}
