package paas.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A root, an intermediate, and what people hand over. */
class KeyAndChainTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static KeyPair rootKey;
  private static KeyPair middleKey;
  private static KeyPair ownKey;
  private static X509Certificate root;
  private static X509Certificate middle;
  private static X509Certificate own;

  @BeforeAll
  static void make() throws Exception {
    rootKey = keys("EC", 256);
    middleKey = keys("EC", 256);
    ownKey = keys("RSA", 2048);
    root = signed("CN=Root", rootKey, "CN=Root", rootKey, 100, true);
    middle = signed("CN=Middle", middleKey, "CN=Root", rootKey, 100, true);
    own = signed("CN=Own", ownKey, "CN=Middle", middleKey, 50, false, "Shop.test", "*.shop.test");
  }

  private static KeyPair keys(String kind, int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static X509Certificate signed(
      String name, KeyPair key, String by, KeyPair byKey, int days, boolean ca, String... hosts)
      throws Exception {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Principal(by),
            BigInteger.valueOf(System.nanoTime()),
            Date.from(NOW.minus(Duration.ofDays(10))),
            Date.from(NOW.plus(Duration.ofDays(days))),
            new X500Principal(name),
            key.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
    if (hosts.length > 0) {
      GeneralName[] names = new GeneralName[hosts.length];
      for (int i = 0; i < hosts.length; i++) {
        names[i] = new GeneralName(GeneralName.dNSName, hosts[i]);
      }
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }
    String how =
        byKey.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder(how).build(byKey.getPrivate())));
  }

  private static String pem(Object... parts) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (Object part : parts) {
        writer.writeObject(part);
      }
    }
    return text.toString();
  }

  private static KeyAndChain read(String text) {
    return KeyAndChain.read(text.getBytes(StandardCharsets.UTF_8), NOW);
  }

  @Test
  void anyOrderBecomesTheChainWithoutTheRoot() throws Exception {
    KeyAndChain read = read(pem(root, ownKey.getPrivate(), middle, own, middle));
    assertThat(read.chain()).containsExactly(own, middle);
    assertThat(read.names()).containsExactly("shop.test", "*.shop.test");
    assertThat(read.covers("www.shop.test")).isTrue();
    assertThat(read.covers("a.b.shop.test")).as("a star is one label").isFalse();
    assertThat(read.covers("shop.test.evil")).isFalse();
    assertThat(read.selfSigned()).isFalse();
    assertThat(read + "").doesNotContain("Private");
  }

  @Test
  void keysInTheirOlderFormsAndTextAroundThemAreRead() throws Exception {
    String pkcs8 = pem(new JcaPKCS8Generator(ownKey.getPrivate(), null));
    assertThat(pkcs8).contains("BEGIN PRIVATE KEY");
    assertThat(pem(ownKey.getPrivate())).contains("BEGIN RSA PRIVATE KEY");
    for (String key : List.of(pkcs8, pem(ownKey.getPrivate()))) {
      assertThat(read("Bag Attributes\r\n  friendlyName: shop\r\n" + pem(own) + key).chain())
          .containsExactly(own);
    }
    KeyPair ec = keys("EC", 384);
    X509Certificate selfMade = signed("CN=E", ec, "CN=E", ec, 5, false, "e.test");
    String ecKey = pem(new JcaPKCS8Generator(ec.getPrivate(), null));
    assertThat(read(pem(selfMade) + ecKey).selfSigned()).isTrue();
  }

  @Test
  void aTarIsReadAsItsFiles() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String part : List.of(pem(own).strip(), pem(ownKey.getPrivate()), pem(middle))) {
        TarArchiveEntry entry = new TarArchiveEntry("part-" + part.length());
        entry.setSize(part.length());
        tar.putArchiveEntry(entry);
        tar.write(part.getBytes(StandardCharsets.UTF_8));
        tar.closeArchiveEntry();
      }
    }
    assertThat(KeyAndChain.read(bytes.toByteArray(), NOW).chain()).containsExactly(own, middle);
  }

  @Test
  void whatCannotBeServedIsRefusedWithTheReason() throws Exception {
    refused(pem(own, keys("RSA", 2048).getPrivate()), "does not belong to the certificate");
    refused(pem(own), "1 certificates and 0 private keys");
    refused(pem(own, ownKey.getPrivate(), ownKey.getPrivate()), "2 private keys");
    refused("hello", "0 certificates");
    refused("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "cannot be read");
    refused(pem(own).substring(0, 200), "cannot be read");
    X509Certificate old = signed("CN=O", ownKey, "CN=O", ownKey, -1, false, "o.test");
    refused(pem(old, ownKey.getPrivate()), "has expired on");
    assertThatThrownBy(
            () -> {
              byte[] early = pem(own, ownKey.getPrivate()).getBytes(StandardCharsets.UTF_8);
              KeyAndChain.read(early, NOW.minus(Duration.ofDays(20)));
            })
        .hasMessageContaining("counts from");
    X509Certificate nameless = signed("CN=n.test", ownKey, "CN=n.test", ownKey, 5, false);
    refused(pem(nameless, ownKey.getPrivate()), "names no host");
    KeyPair weak = keys("RSA", 1024);
    X509Certificate small = signed("CN=W", weak, "CN=W", weak, 5, false, "w.test");
    refused(pem(small, weak.getPrivate()), "1024 bits");
    StringWriter encrypted = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(encrypted)) {
      writer.writeObject(
          ownKey.getPrivate(),
          new JcePEMEncryptorBuilder("AES-128-CBC")
              .setProvider(new BouncyCastleProvider())
              .build("secret".toCharArray()));
    }
    refused(pem(own) + encrypted, "the private key is encrypted");
  }

  private static void refused(String text, String why) {
    assertThatThrownBy(() -> read(text)).hasMessageContaining(why);
  }

  @Test
  void whatWasMadeIsReadBack() {
    KeyAndChain made = SelfSigned.of(List.of("shop.localhost", "www.example.com"), NOW);
    assertThat(made.names()).containsExactly("shop.localhost", "www.example.com");
    assertThat(made.selfSigned()).isTrue();
    assertThat(made.notAfter()).isAfter(NOW.plus(Duration.ofDays(300)));
  }
}
