package paas.ssh;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.digest.BuiltinDigests;
import paas.model.Printable;
import paas.model.UserError;
import paas.store.SshKey;

/** A line of an OpenSSH public key file. */
public final class PublicKeyLine {
  private static final int SHORTEST_RSA = 2048;
  private static final int LONGEST_LINE = 16 << 10;
  private static final String FORM =
      "give one line of a .pub file, such as ssh-ed25519 AAAA... anna@laptop";
  private static final List<String> KINDS = NamedResource.getNameList(Algorithms.userKeys());

  private PublicKeyLine() {}

  /**
   * Reads a key.
   *
   * @param name what it will be called; empty: its comment, else a part of its fingerprint
   * @throws UserError exit status 2 when the line is no key, or one that may not be used
   */
  public static SshKey read(String name, String line, Instant now) {
    String text = line.strip();
    String[] words = text.split("\\s+", 3);
    if (text.contains("PRIVATE KEY")) {
      throw UserError.usage("this is a private key: it must never leave your machine", FORM);
    }
    if (words.length < 2 || text.length() > LONGEST_LINE || text.contains("\n")) {
      throw UserError.usage("this is not a public key", FORM);
    }
    PublicKey key = key(words[0], words[1]);
    String fingerprint = KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
    String called = name.isBlank() ? fromComment(words, fingerprint) : checked(name.strip());
    return new SshKey(fingerprint, called, words[0] + " " + words[1], now);
  }

  private static PublicKey key(String kind, String base64) {
    if (!KINDS.contains(kind) && !kind.equals("ssh-rsa")) {
      throw UserError.usage(
          "'" + Printable.of(kind) + "' is not a kind of key that is taken",
          "make one with ssh-keygen -t ed25519; " + FORM);
    }
    PublicKey key;
    try {
      key =
          PublicKeyEntry.parsePublicKeyEntry(kind + " " + base64)
              .resolvePublicKey(null, null, PublicKeyEntryResolver.FAILING);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw UserError.usage("this is not a whole public key", FORM);
    }
    if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < SHORTEST_RSA) {
      throw UserError.usage(
          "an RSA key of " + rsa.getModulus().bitLength() + " bits is too short",
          "make another with ssh-keygen -t ed25519");
    }
    return key;
  }

  /** A name given by hand is taken as it is, or refused. */
  private static String checked(String name) {
    if (!name.matches("[\\w@.+-]{1,64}")) {
      throw UserError.usage(
          "'" + Printable.of(name) + "' cannot be a key's name",
          "a name has up to 64 letters, digits, '@', '.', '+', '-' and '_'");
    }
    return name;
  }

  private static String fromComment(String[] words, String fingerprint) {
    String comment = words.length < 3 ? "" : words[2].replaceAll("[^\\w@.+-]+", "-");
    String name = comment.substring(0, Math.min(64, comment.length()));
    return name.isEmpty()
        ? "key-" + fingerprint.replaceAll("\\W|SHA256", "").substring(0, 8)
        : name;
  }
}
