package paas.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import paas.model.UserError;
import paas.proxy.Certificate;

/**
 * A certificate that can be served: its chain in order, with the key that fits.
 *
 * @param chain the host's own first, each vouched for by the next
 */
public record KeyAndChain(List<X509Certificate> chain, PrivateKey key) {
  private static final int DNS_NAME = 2;
  private static final int LEAST_RSA = 2048;
  private static final Map<String, String> SIGNED_BY =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

  public KeyAndChain {
    chain = List.copyOf(chain);
  }

  /**
   * Reads what a person handed over: PEM or a tar of PEM files, in any order.
   *
   * @throws UserError when it cannot be served now
   */
  public static KeyAndChain read(byte[] given, Instant now) {
    Pem.Found found = Pem.read(given);
    if (found.keys().size() != 1 || found.certificates().isEmpty()) {
      throw UserError.failed(
          "it holds "
              + found.certificates().size()
              + " certificates and "
              + found.keys().size()
              + " private keys",
          "give one key with its certificate, such as: cat cert.pem chain.pem key.pem | ssh paas"
              + " certs:add shop");
    }
    PrivateKey key = found.keys().getFirst();
    X509Certificate own =
        found.certificates().stream()
            .filter(one -> fits(key, one.getPublicKey()))
            .findFirst()
            .orElseThrow(() ->
                UserError.failed(
                    "the private key does not belong to the certificate",
                    "take the key that the certificate was asked for with"));
    KeyAndChain read = new KeyAndChain(ordered(own, found.certificates()), key);
    read.demandUsable(now);
    return read;
  }

  /** Opens what the store keeps. */
  static KeyAndChain kept(String chainText, String keyText) {
    try {
      List<X509Certificate> chain =
          Pem.read(chainText.getBytes(StandardCharsets.US_ASCII)).certificates();
      byte[] key = Base64.getDecoder().decode(keyText);
      String kind = chain.getFirst().getPublicKey().getAlgorithm();
      return new KeyAndChain(
          chain, KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(key)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a kept certificate cannot be read", e);
    }
  }

  private void demandUsable(Instant now) {
    X509Certificate own = own();
    if (now.isAfter(notAfter())) {
      throw UserError.failed("the certificate has expired on " + notAfter(), "renew it first");
    }
    if (now.isBefore(own.getNotBefore().toInstant())) {
      throw UserError.failed(
          "the certificate counts from " + own.getNotBefore().toInstant() + " only",
          "add it then, or look at the clock of this machine");
    }
    if (names().isEmpty()) {
      throw UserError.failed(
          "the certificate names no host", "browsers want subject alternative names of kind DNS");
    }
    if (own.getPublicKey() instanceof RSAPublicKey rsa
        && rsa.getModulus().bitLength() < LEAST_RSA) {
      throw UserError.failed(
          "the key has " + rsa.getModulus().bitLength() + " bits",
          "browsers want " + LEAST_RSA + " at least");
    }
  }

  private static boolean fits(PrivateKey key, PublicKey to) {
    String how = SIGNED_BY.get(key.getAlgorithm().equals("ECDSA") ? "EC" : key.getAlgorithm());
    if (how == null) {
      throw UserError.failed(
          "a key of the kind " + key.getAlgorithm() + " is not understood by browsers",
          "take RSA, or EC such as P-256");
    }
    try {
      byte[] text = new byte[32];
      new SecureRandom().nextBytes(text);
      Signature signing = Signature.getInstance(how);
      signing.initSign(key);
      signing.update(text);
      byte[] signature = signing.sign();
      Signature checking = Signature.getInstance(how);
      checking.initVerify(to);
      checking.update(text);
      return checking.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** From the host's own on, each followed by the one that vouches for it; roots are left out. */
  private static List<X509Certificate> ordered(X509Certificate own, List<X509Certificate> all) {
    Set<X509Certificate> chain = new LinkedHashSet<>(List.of(own));
    X509Certificate last = own;
    while (true) {
      X509Certificate below = last;
      X509Certificate next =
          all.stream()
              .filter(one -> !chain.contains(one) && vouches(one, below) && !vouches(one, one))
              .findFirst()
              .orElse(null);
      if (next == null) {
        return List.copyOf(chain);
      }
      chain.add(next);
      last = next;
    }
  }

  private static boolean vouches(X509Certificate above, X509Certificate below) {
    try {
      below.verify(above.getPublicKey());
      return below.getIssuerX500Principal().equals(above.getSubjectX500Principal());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  X509Certificate own() {
    return chain.getFirst();
  }

  public Instant notAfter() {
    return own().getNotAfter().toInstant();
  }

  /** Who vouches for it, as one line. */
  public String issuer() {
    return own().getIssuerX500Principal().getName();
  }

  /** Whether it vouches for itself, which browsers do not believe. */
  public boolean selfSigned() {
    return vouches(own(), own());
  }

  /** The hosts that it names, in lower case, some of them such as {@code *.example.com}. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all = own().getSubjectAlternativeNames();
      for (List<?> name : all == null ? List.<List<?>>of() : all) {
        if (name.get(0).equals(DNS_NAME)) {
          names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
        }
      }
    } catch (CertificateParsingException e) {
      return List.of();
    }
    return names;
  }

  /** Whether it counts for a host. */
  public boolean covers(String host) {
    int dot = host.indexOf('.');
    String wild = dot < 0 ? "" : "*" + host.substring(dot);
    return names().stream().anyMatch(name -> name.equals(host) || name.equals(wild));
  }

  /** The chain as the store keeps it. */
  public String chainText() {
    return Pem.text(chain);
  }

  /** The key as the store keeps it. */
  public String keyText() {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  /** As the proxy takes it. */
  public Certificate served() {
    return new Certificate(chain, key);
  }

  /** Without the key, which no log may hold. */
  @Override
  public String toString() {
    return "KeyAndChain" + names();
  }
}
