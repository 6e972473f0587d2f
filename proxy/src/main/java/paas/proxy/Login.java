package paas.proxy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A user and the salted SHA-256 of the password. One quick hash, because it is made on the thread
 * that serves everybody: it protects passwords that cannot be guessed, such as generated ones.
 *
 * @param user without a colon, which ends it on the wire
 * @param salt unlike that of any other login
 * @param hash of salt, user and password, in hexadecimal
 */
public record Login(String user, String salt, String hash) {
  public Login {
    Target.require(!user.isEmpty() && user.indexOf(':') < 0, "a user name is empty or has a colon");
  }

  /** Makes a login. */
  public static Login of(String user, String salt, String password) {
    return new Login(user, salt, hash(salt, user, password));
  }

  boolean fits(String password) {
    return MessageDigest.isEqual(
        hash.getBytes(StandardCharsets.US_ASCII),
        hash(salt, user, password).getBytes(StandardCharsets.US_ASCII));
  }

  private static String hash(String salt, String user, String password) {
    try {
      String all = salt + "\n" + user + "\n" + password;
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(all.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
