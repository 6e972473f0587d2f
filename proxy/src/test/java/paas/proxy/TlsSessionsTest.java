package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a connection over TLS outlives it: its session, and nothing else. */
class TlsSessionsTest {
  private static final List<String> PROTOCOLS = List.of("-tls1_2", "-tls1_3");

  @TempDir Path folder;
  private Backend backend;
  private House house;
  private Map<String, Certificate> both;

  @BeforeEach
  void begin() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    backend = new Backend(call -> call.ok("x"));
    house = new House(settings -> settings.withTls(any));
    house.publish(
        new AppRoute(
            "shop",
            "v1",
            Set.of("shop.test", "other.test"),
            AppRoute.Mode.SERVING,
            List.of(backend.target("t1")),
            Timeouts.DEFAULT));
    both =
        Map.of(
            "shop.test", TestCertificates.of(folder, "EC", "shop.test"),
            "other.test", TestCertificates.of(folder, "EC", "other.test"));
    house.proxy.certify(both);
  }

  @AfterEach
  void end() throws IOException {
    house.close();
    backend.close();
  }

  private InetSocketAddress tls() {
    return Objects.requireNonNull(house.proxy.tlsAddress());
  }

  @Test
  void aSessionIsResumedAlsoWhenCertificatesHaveChanged() throws Exception {
    for (String protocol : PROTOCOLS) {
      String session = folder.resolve("session" + protocol).toString();
      assertThat(handshake(protocol, "shop.test", "-sess_out", session)).contains("New, TLSv1.");
      assertThat(handshake(protocol, "shop.test", "-sess_in", session)).contains("Reused, TLSv1.");
      house.proxy.certify(both);
      assertThat(handshake(protocol, "shop.test", "-sess_in", session)).contains("Reused, TLSv1.");
    }
  }

  @Test
  void theJdksSessionsAreResumedToo() throws Exception {
    house.close();
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    house = new House(settings -> settings.withTls(any).withEdge(Edge.DEFAULT.withJdkTls()));
    house.serve(backend.target("t1"));
    house.proxy.certify(both);
    for (String protocol : PROTOCOLS) {
      String session = folder.resolve("jdk" + protocol).toString();
      assertThat(handshake(protocol, "shop.test", "-sess_out", session)).contains("New, TLSv1.");
      assertThat(handshake(protocol, "shop.test", "-sess_in", session)).contains("Reused, TLSv1.");
    }
  }

  @Test
  void aSessionOfOneHostShowsNothingOfAnother() throws Exception {
    for (String protocol : PROTOCOLS) {
      String session = folder.resolve("session" + protocol).toString();
      assertThat(handshake(protocol, "shop.test", "-sess_out", session)).contains("CN = shop.test");
      assertThat(handshake(protocol, "other.test", "-sess_in", session))
          .doesNotContain("CN = other.test", "CN=other.test")
          .contains("Reused, TLSv1.");
      assertThat(handshake(protocol, "unknown.test", "-sess_in", session))
          .contains("handshake failure")
          .doesNotContain("Reused", "HTTP/1.1");
      house.proxy.certify(Map.of("other.test", both.get("other.test")));
      assertThat(handshake(protocol, "shop.test", "-sess_in", session))
          .contains("handshake failure")
          .doesNotContain("Reused", "HTTP/1.1");
      house.proxy.certify(both);
    }
  }

  @Test
  void nothingIsKeptOfAConnectionHoweverItEnds() throws Exception {
    NativeTls engines = (NativeTls) Objects.requireNonNull(house.proxy.engines());
    byte[] hello = TlsTest.hello("shop.test");
    for (int i = 0; i < 5; i++) {
      try (RawClient polite = new RawClient(TlsTest.socket(tls(), "shop.test", List.of()));
          SSLSocket abrupt = TlsTest.socket(tls(), "shop.test", List.of());
          SSLSocket unknown = TlsTest.socket(tls(), "unknown.test", List.of());
          RawClient half = new RawClient(tls());
          RawClient silent = new RawClient(tls());
          RawClient plain = new RawClient(tls())) {
        assertThat(
                polite
                    .send("GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n")
                    .toEnd())
            .startsWith("HTTP/1.1 200 ");
        abrupt.startHandshake();
        abrupt.setSoLinger(true, 0);
        half.socket.getOutputStream().write(Arrays.copyOf(hello, hello.length / 2));
        silent.socket.shutdownOutput();
        plain.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n").toEnd();
        unknown.startHandshake();
      } catch (IOException refused) {
        assertThat(refused).hasMessageContaining("handshake_failure");
      }
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> engines.engines() == 0);
  }

  /** Asks for something, so that a session that comes after the handshake has come. */
  private String handshake(String protocol, String host, String... more) throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/openssl")), "no openssl");
    List<String> argv =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "printf 'GET / HTTP/1.1\\r\\nHost: shop.test\\r\\nConnection: close\\r\\n\\r\\n' |"
                    + " timeout 30 openssl s_client -ign_eof \"$@\"",
                "sh",
                "-connect",
                "localhost:" + tls().getPort(),
                "-servername",
                host,
                protocol));
    argv.addAll(List.of(more));
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
