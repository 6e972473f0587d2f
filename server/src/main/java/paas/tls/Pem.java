package paas.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import paas.model.UserError;

/** Certificates and keys as text, the way everybody hands them around. */
final class Pem {
  private static final int MOST_OBJECTS = 50;
  private static final int TAR_MAGIC_AT = 257;

  /** What was found, in its order. */
  record Found(List<X509Certificate> certificates, List<PrivateKey> keys) {}

  private Pem() {}

  /**
   * Reads PEM, or a tar with PEM in its files.
   *
   * @throws UserError when it is neither, or the key is encrypted
   */
  static Found read(byte[] given) {
    try {
      return parse(isTar(given) ? untar(given) : new String(given, StandardCharsets.UTF_8));
    } catch (IOException | CertificateException | RuntimeException e) {
      if (e instanceof UserError told) {
        throw told;
      }
      throw UserError.failed(
          "a part of it cannot be read: " + e.getMessage(),
          "it should hold the certificate, those that vouch for it and the key, in PEM");
    }
  }

  private static boolean isTar(byte[] given) {
    return given.length > TAR_MAGIC_AT + 5
        && new String(given, TAR_MAGIC_AT, 5, StandardCharsets.US_ASCII).equals("ustar");
  }

  private static String untar(byte[] given) throws IOException {
    StringBuilder all = new StringBuilder();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(given))) {
      for (TarArchiveEntry file = tar.getNextEntry(); file != null; file = tar.getNextEntry()) {
        if (file.isFile()) {
          // An entry may claim any length: nothing larger than all that was given is read.
          all.append(new String(tar.readNBytes(given.length), StandardCharsets.UTF_8)).append('\n');
        }
      }
    }
    return all.toString();
  }

  private static Found parse(String text) throws IOException, CertificateException {
    List<X509Certificate> certificates = new ArrayList<>();
    List<PrivateKey> keys = new ArrayList<>();
    JcaPEMKeyConverter keyOf = new JcaPEMKeyConverter();
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      int count = 0;
      for (Object one = parser.readObject(); one != null; one = parser.readObject()) {
        if (++count > MOST_OBJECTS) {
          throw UserError.failed(
              "it holds more than " + MOST_OBJECTS + " parts",
              "leave out what does not belong to this certificate");
        }
        switch (one) {
          case X509CertificateHolder holder ->
              certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
          case PrivateKeyInfo key -> keys.add(keyOf.getPrivateKey(key));
          case PEMKeyPair pair -> keys.add(keyOf.getPrivateKey(pair.getPrivateKeyInfo()));
          case PEMEncryptedKeyPair _ -> throw encrypted();
          case PKCS8EncryptedPrivateKeyInfo _ -> throw encrypted();
          default -> {
            // Parameters of curves and the like, which the key itself names too.
          }
        }
      }
    }
    return new Found(certificates, keys);
  }

  private static UserError encrypted() {
    return UserError.failed(
        "the private key is encrypted", "decrypt it first: openssl pkey -in KEY -out PLAIN");
  }

  static String text(List<X509Certificate> chain) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      for (X509Certificate one : chain) {
        pem.writeObject(one);
      }
    } catch (PEMException e) {
      throw new IllegalStateException("a certificate that was read cannot be written", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
