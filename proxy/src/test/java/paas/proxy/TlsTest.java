package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that come over TLS, by the JDK's own client; {@link JdkTlsTest}: to the JDK's engine. */
class TlsTest {
  private static final String GET =
      "GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n";
  private static final int LARGE = 5_000_000;

  @TempDir static Path folder;
  private static Certificate ec;
  private static Certificate rsa;

  private Backend backend;
  private House house;

  @BeforeAll
  static void certificates() throws Exception {
    ec = TestCertificates.of(folder, "EC", "shop.test");
    rsa = TestCertificates.of(folder, "RSA", "shop.test");
  }

  @BeforeEach
  void begin() throws Exception {
    InetSocketAddress any = any();
    backend = new Backend(call -> call.ok(new String(call.body(), StandardCharsets.ISO_8859_1)));
    house = new House(settings -> how(settings.withTls(any))).serve(backend.target("t1"));
    house.proxy.certify(Map.of("shop.test", ec));
  }

  ProxySettings how(ProxySettings settings) {
    return settings;
  }

  private static InetSocketAddress any() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static InetSocketAddress tls(House of) {
    return Objects.requireNonNull(of.proxy.tlsAddress());
  }

  @AfterEach
  void end() throws IOException {
    house.close();
    backend.close();
  }

  private SSLSocket socket(String name, String... protocols) throws Exception {
    return socket(tls(house), name, List.of(protocols));
  }

  /** A client's connection that asks for a name; empty protocols: the usual ones. */
  static SSLSocket socket(InetSocketAddress at, String name, List<String> protocols)
      throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(at.getAddress(), at.getPort());
    SSLParameters how = socket.getSSLParameters();
    how.setServerNames(name.isEmpty() ? List.of() : List.of(new SNIHostName(name)));
    if (!protocols.isEmpty()) {
      how.setProtocols(protocols.toArray(new String[0]));
    }
    socket.setSSLParameters(how);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private String ask(String text) throws Exception {
    try (RawClient client = new RawClient(socket("shop.test"))) {
      return client.send(text).toEnd();
    }
  }

  @Test
  void theAppLearnsThatItsClientCameOverTls() throws Exception {
    assertThat(ask(GET)).startsWith("HTTP/1.1 200 ");
    assertThat(backend.calls.getFirst().all("x-forwarded-proto")).containsExactly("https");
    assertThat(backend.calls.getFirst().all("x-forwarded-port"))
        .containsExactly("" + tls(house).getPort());
    assertThat(house.line(0).protocol()).isEqualTo("https");
    assertThat(house.get("/")).startsWith("HTTP/1.1 200 ");
    assertThat(backend.calls.getLast().all("x-forwarded-proto")).containsExactly("http");
  }

  @Test
  void bothWaysAreStreamedWholeAlsoToSlowReaders() throws Exception {
    String body = "0123456789".repeat(LARGE / 10);
    String post =
        "POST / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\nContent-Length: "
            + LARGE
            + "\r\n\r\n"
            + body;
    try (SSLSocket socket = socket("shop.test")) {
      socket.startHandshake();
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  socket.getOutputStream().write(post.getBytes(StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      byte[] answer = socket.getInputStream().readAllBytes();
      sender.join();
      assertThat(new String(answer, StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 200 ")
          .endsWith(body);
    }
    try (RawClient kept = new RawClient(socket("shop.test"))) {
      for (int i = 0; i < 50; i++) {
        String small = "x".repeat(i * 700);
        kept.send(
            "POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: "
                + small.length()
                + "\r\n\r\n"
                + small);
        assertThat(kept.answer()).startsWith("HTTP/1.1 200 ").endsWith("\n" + small);
      }
    }
  }

  @Test
  void whoAsksForAnotherNameOrNoneGetsNoCertificate() throws Exception {
    for (String name : List.of("other.test", "", "www.shop.test")) {
      try (SSLSocket socket = socket(name)) {
        assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        assertThat(socket.getHandshakeSession()).isNull();
      }
    }
    assertThat(ask(GET)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void whoIsRefusedIsAlwaysToldSo() throws Exception {
    byte[] hello = hello("other.test");
    for (int i = 0; i < 50; i++) {
      try (SSLSocket socket = socket("other.test")) {
        assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
      }
      try (RawClient eager = new RawClient(tls(house))) {
        // The proxy has seen the first piece at most when it refuses; the rest is still on its way.
        eager.socket.getOutputStream().write(Arrays.copyOf(hello, hello.length + 200_000));
        assertThat(eager.in.readAllBytes()).as("read to its end, not reset").isNotEmpty();
      }
    }
  }

  /** What the JDK's client says first. */
  static byte[] hello(String name) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
    SSLEngine client = context.createSSLEngine(name, 443);
    client.setUseClientMode(true);
    ByteBuffer record = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
    client.wrap(ByteBuffer.allocate(0), record);
    return Arrays.copyOf(record.array(), record.position());
  }

  @Test
  void aNewCertificateCountsForTheNextHandshake() throws Exception {
    try (SSLSocket before = socket("shop.test")) {
      assertThat(shown(before)).isEqualTo(ec.chain().getFirst());
      house.proxy.certify(Map.of("shop.test", rsa));
      for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
        try (SSLSocket after = socket("SHOP.test", protocol)) {
          assertThat(shown(after)).isEqualTo(rsa.chain().getFirst());
          assertThat(after.getSession().getProtocol()).isEqualTo(protocol);
        }
      }
      try (RawClient old = new RawClient(before)) {
        assertThat(old.send(GET).toEnd()).startsWith("HTTP/1.1 200 ");
      }
    }
    house.proxy.certify(Map.of());
    try (SSLSocket none = socket("shop.test")) {
      assertThatThrownBy(none::startHandshake).isInstanceOf(IOException.class);
    }
  }

  private static X509Certificate shown(SSLSocket socket) throws IOException {
    socket.startHandshake();
    return (X509Certificate) socket.getSession().getPeerCertificates()[0];
  }

  @Test
  void whoSpeaksNoTlsOrNothingIsLetGo() throws Exception {
    try (RawClient plain = new RawClient(tls(house))) {
      assertThat(plain.send(GET).toEnd()).doesNotContain("HTTP");
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset");
    }
    Duration second = Duration.ofSeconds(1);
    ClientTimeouts hasty = new ClientTimeouts(second, Duration.ofSeconds(65), second);
    try (House strict = new House(how -> how(how.withTls(any()).withClients(hasty)));
        RawClient silent = new RawClient(tls(strict))) {
      assertThat(silent.toEnd()).as("closed after the time for a head").isEmpty();
    }
    assertThat(backend.calls).isEmpty();
  }

  @Test
  void aForwardSecretCipherIsTakenAndOldProtocolsAreNot() throws Exception {
    try (SSLSocket old = socket("shop.test", "TLSv1.2")) {
      SSLParameters how = old.getSSLParameters();
      how.setCipherSuites(
          Arrays.stream(old.getSupportedCipherSuites())
              .filter(name -> name.contains("_CBC_") || name.startsWith("TLS_RSA_"))
              .toArray(String[]::new));
      old.setSSLParameters(how);
      assertThatThrownBy(old::startHandshake).isInstanceOf(IOException.class);
    }
  }
}
