package paas.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import paas.tls.KeyAndChain;
import paas.tls.SelfSigned;

/** Pebble, a certificate authority for tests: rejects good nonces, and can be away for a while. */
public final class Pebble implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/pebble");
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Path folder;
  private final String dns;
  private final int port = freePort();
  private final int managementPort = freePort();
  private @Nullable Process process;

  /**
   * Prepares one that finds hosts by this DNS server.
   *
   * @param folder empty, its own
   */
  public Pebble(Path folder, String dns) throws IOException {
    if (!Files.isExecutable(PROGRAM)) {
      if (System.getenv().getOrDefault("PAAS_TEST_REQUIRE", "").contains("pebble")) {
        throw new AssertionError("PAAS_TEST_REQUIRE asks for pebble: apt-get install pebble");
      }
      Assumptions.abort("pebble is not installed");
    }
    this.folder = folder;
    this.dns = dns;
    KeyAndChain own = SelfSigned.of(List.of("localhost"), Instant.now());
    Files.writeString(ca(), own.chainText());
    Files.writeString(
        folder.resolve("key.pem"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(own.key().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What its own address is trusted with. */
  public Path ca() {
    return folder.resolve("ca.pem");
  }

  /** Its directory. */
  public String directory() {
    return "https://localhost:" + port + "/dir";
  }

  /** Starts it, each time with no account; it visits hosts at this port. */
  public Pebble start(int httpPort) throws IOException {
    Files.writeString(
        folder.resolve("pebble.json"),
        """
        {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
          "certificate": "%s", "privateKey": "%s", "httpPort": %d, "tlsPort": 1,
          "ocspResponderURL": "", "externalAccountBindingRequired": false}}
        """
            .formatted(port, managementPort, ca(), folder.resolve("key.pem"), httpPort));
    ProcessBuilder builder =
        new ProcessBuilder(
            PROGRAM + "", "-config", folder.resolve("pebble.json") + "", "-dnsserver", dns);
    builder.environment().put("PEBBLE_VA_SLEEPTIME", "1");
    builder.environment().put("PEBBLE_WFE_NONCEREJECT", "30");
    process =
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
    await().atMost(SOON).until(() -> answers(port) && answers(managementPort));
    return this;
  }

  private static boolean answers(int at) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), at)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Kills it. */
  public void stop() {
    Process running = process;
    if (running != null) {
      assertThat(running.destroyForcibly().onExit()).succeedsWithin(SOON);
    }
  }

  /** The certificate that vouches for those that it issues, as long as it runs. */
  public String root() throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(trusting(Files.readString(ca()))).build()) {
      URI at = URI.create("https://localhost:" + managementPort + "/roots/0");
      return client
          .send(HttpRequest.newBuilder(at).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  /** TLS that trusts this certificate alone. */
  public static SSLContext trusting(String pem) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))) {
      trusted.setCertificateEntry(
          "ca", (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  @Override
  public void close() {
    stop();
  }
}
