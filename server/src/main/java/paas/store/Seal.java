package paas.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import paas.disk.SecretFile;
import paas.model.UserError;

/**
 * Keeps passwords of other systems unreadable in the store and in its copies: AES-256-GCM, with a
 * key that lies beside the store, for its owner alone, and is made when it is first needed.
 */
final class Seal {
  private static final String FILE = "seal.key";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretFile file;
  private final SecureRandom random = new SecureRandom();

  Seal(Path dataDir) {
    file = new SecretFile(dataDir.resolve(FILE));
  }

  /**
   * Seals a text.
   *
   * @param purpose what it is for; it opens for nothing else
   */
  String close(String text, String purpose) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, text.getBytes(StandardCharsets.UTF_8), purpose);
    ByteBuffer both = ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed);
    return Base64.getEncoder().encodeToString(both.array());
  }

  /**
   * Opens what {@link #close} made.
   *
   * @throws UserError when the key is not the one that it was sealed with
   */
  String open(String sealed, String purpose) {
    ByteBuffer both = ByteBuffer.wrap(Base64.getDecoder().decode(sealed));
    byte[] nonce = new byte[NONCE_BYTES];
    both.get(nonce);
    byte[] text = new byte[both.remaining()];
    both.get(text);
    return new String(run(Cipher.DECRYPT_MODE, nonce, text, purpose), StandardCharsets.UTF_8);
  }

  private byte[] run(int mode, byte[] nonce, byte[] text, String purpose) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          mode, new SecretKeySpec(file.key(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw UserError.failed(
          file + " is not the key with which " + purpose + " was sealed",
          "bring that file back, or log in again: ssh paas registry:login HOST USER");
    }
  }
}
