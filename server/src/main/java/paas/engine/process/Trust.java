package paas.engine.process;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import paas.buildpacks.plan.Surroundings;

/** Files that tell the tools of builds which certificates to trust, and the variables for them. */
final class Trust {
  private static final Path USUAL = Path.of("/etc/ssl/certs/ca-certificates.crt");

  /** Java insists on a password for what everybody may read. */
  private static final String PASSWORD = "changeit";

  private Trust() {}

  /**
   * Writes the files into a folder that apps' users may read.
   *
   * @param certificates PEM texts; none: nothing is written
   * @return variables for the steps of builds
   */
  static Map<String, String> write(Path folder, List<String> certificates) throws IOException {
    if (certificates.isEmpty()) {
      return Map.of();
    }
    Folders.passable(folder);
    String text = String.join("\n", certificates) + "\n";
    Path added = readable(folder.resolve("added.pem"), text);
    String usual = Files.isReadable(USUAL) ? Files.readString(USUAL) : "";
    Path all = readable(folder.resolve("all.pem"), usual + text);
    Map<String, String> env = new TreeMap<>(Surroundings.trust(added.toString(), all.toString()));
    Path store = folder.resolve("cacerts.p12");
    forJava(store, certificates);
    env.put(
        "JAVA_TOOL_OPTIONS",
        "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
            .formatted(store, PASSWORD));
    return env;
  }

  private static Path readable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    return readable(file);
  }

  private static Path readable(Path file) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private static void forJava(Path file, List<String> certificates) throws IOException {
    try {
      Path usual = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      KeyStore given = KeyStore.getInstance(new File(usual.toString()), PASSWORD.toCharArray());
      for (String name : Collections.list(given.aliases())) {
        store.setCertificateEntry(name, given.getCertificate(name));
      }
      CertificateFactory x509 = CertificateFactory.getInstance("X.509");
      for (int i = 0; i < certificates.size(); i++) {
        byte[] pem = certificates.get(i).getBytes(StandardCharsets.US_ASCII);
        store.setCertificateEntry(
            "build-" + i, x509.generateCertificate(new ByteArrayInputStream(pem)));
      }
      try (OutputStream out = Files.newOutputStream(file)) {
        store.store(out, PASSWORD.toCharArray());
      }
      readable(file);
    } catch (GeneralSecurityException e) {
      throw new IOException("no certificates for Java: " + e.getMessage(), e);
    }
  }
}
