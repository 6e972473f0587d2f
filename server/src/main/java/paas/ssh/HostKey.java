package paas.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Iterator;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import paas.disk.WholeFile;
import paas.model.UserError;

/** The server's Ed25519 key, in a file that OpenSSH's tools can read. */
final class HostKey {
  private static final String FILE = "host_ed25519";

  private final KeyPair pair;

  private HostKey(KeyPair pair) {
    this.pair = pair;
  }

  /**
   * The key in {@code folder}, made when there is none.
   *
   * @throws UserError when there is one that cannot be read: clients know the server by it, so it
   *     is never made anew behind their backs
   */
  static HostKey in(Path folder) throws IOException, GeneralSecurityException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      write(KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256), file);
    }
    return new HostKey(read(file));
  }

  private static KeyPair read(Path file) {
    String why = "it holds no key";
    try {
      if (!Files.isReadable(file)) {
        throw new IOException("it may not be read");
      }
      Iterator<KeyPair> keys = new FileKeyPairProvider(file).loadKeys(null).iterator();
      if (keys.hasNext()) {
        return keys.next();
      }
    } catch (IOException | RuntimeException e) {
      why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
    throw UserError.failed(
        "the host key " + file + " cannot be used: " + why,
        "put it back from a copy of the folder; or remove it: then a new one is made, and whoever"
            + " knows the server by the old one must forget that (ssh-keygen -R)");
  }

  /** A crash leaves no half key, nor one that others could read. */
  private static void write(KeyPair pair, Path file) throws IOException, GeneralSecurityException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "paas", null, text);
    WholeFile.write(file, text.toByteArray(), "rw-------");
  }

  KeyPair pair() {
    return pair;
  }

  /** {@code ssh-ed25519 AAAA...}, as a known_hosts line ends. */
  String line() {
    return PublicKeyEntry.toString(pair.getPublic());
  }
}
