package paas.proxy.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.proxy.Certificate;

/**
 * The certificates in force, for a start without the server. With their keys, so that only the
 * owner may read it, as with every web server's.
 */
final class CertificateFile {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateFile.class);

  private final Path path;

  CertificateFile(Path path) {
    this.path = path;
  }

  void save(Map<String, Certificate> byHost) throws IOException {
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(fresh, Link.JSON.writeValueAsBytes(CertificateJson.of(byHost)));
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Without any where there is no file, or one that cannot be used: the server has them all. */
  Map<String, Certificate> load() {
    if (!Files.exists(path)) {
      return Map.of();
    }
    try {
      return CertificateJson.read(Link.JSON.readTree(Files.readAllBytes(path)));
    } catch (IOException | IllegalArgumentException e) {
      LOG.error("The certificates of {} cannot be used; the server has to send them", path, e);
      return Map.of();
    }
  }
}
