package paas.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.keyprovider.KeyPairProvider;

/** The server's Ed25519 key, in a file that OpenSSH's tools can read. */
final class HostKey {
  private static final String FILE = "host_ed25519";

  private final KeyPair pair;

  private HostKey(KeyPair pair) {
    this.pair = pair;
  }

  /** The key in {@code folder}, made when there is none. */
  static HostKey in(Path folder) throws IOException, GeneralSecurityException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      write(KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256), file);
    }
    return new HostKey(new FileKeyPairProvider(file).loadKeys(null).iterator().next());
  }

  /** Written beside and renamed: a crash leaves no half key, nor one that others could read. */
  private static void write(KeyPair pair, Path file) throws IOException, GeneralSecurityException {
    Path fresh = file.resolveSibling(FILE + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "paas", null, text);
    Files.write(fresh, text.toByteArray(), StandardOpenOption.SYNC);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  KeyPair pair() {
    return pair;
  }

  /** {@code ssh-ed25519 AAAA...}, as a known_hosts line ends. */
  String line() {
    return PublicKeyEntry.toString(pair.getPublic());
  }
}
