package paas.ssh;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.jspecify.annotations.Nullable;
import paas.model.Printable;
import paas.model.UserError;
import paas.store.SshKey;

/** One line of an OpenSSH public key file: {@code ssh-ed25519 AAAA... name}. */
public final class PublicKeyLine {
  private static final int SHORTEST_RSA = 2048;

  private PublicKeyLine() {}

  /**
   * Reads the line.
   *
   * @param name what the key is called; empty takes the line's comment
   * @throws UserError when it is not a key that may let somebody in
   */
  public static SshKey read(String name, String line, Instant now) {
    String[] words = line.strip().split("\\s+", 3);
    PublicKey key = parse(words);
    if (key == null) {
      throw UserError.usage(
          "this is not an SSH public key",
          "give one line such as ~/.ssh/id_ed25519.pub has: ssh-ed25519 AAAA... name");
    }
    if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < SHORTEST_RSA) {
      throw UserError.failed(
          "an RSA key of " + rsa.getModulus().bitLength() + " bits is too short",
          "make a new one: ssh-keygen -t ed25519");
    }
    String comment = words.length > 2 ? words[2] : "key";
    return new SshKey(
        KeyUtils.getFingerPrint(BuiltinDigests.sha256, key),
        name.isEmpty() ? Printable.of(comment) : name,
        words[0] + " " + words[1],
        now);
  }

  private static @Nullable PublicKey parse(String[] words) {
    if (words.length < 2) {
      return null;
    }
    try {
      return PublicKeyEntry.parsePublicKeyEntry(words[0] + " " + words[1])
          .resolvePublicKey(null, null, null);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      return null;
    }
  }
}
