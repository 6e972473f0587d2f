package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may connect, and whom the proxy believes of whom. */
class EdgeTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n";
  private static final String LAST = GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
  private static final String LINE = "PROXY TCP4 192.0.2.7 192.0.2.1 3096 443\r\n";

  /** The same in binary. */
  private static final String BINARY =
      new String(
          HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111000cc0000207c00002010c1801bb"),
          StandardCharsets.ISO_8859_1);

  private static Backend backend() throws IOException {
    return new Backend(call -> call.ok("fine"));
  }

  private static ProxySettings announced(ProxySettings settings) {
    return settings
        .withTrustedProxies(List.of("127.0.0.1"))
        .withEdge(new Edge(2, true, 0, false))
        .withTls(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** A client with an address of its own. */
  private static RawClient from(String address, House house) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    socket.connect(house.proxy.address());
    return new RawClient(socket);
  }

  @Test
  void oneAddressHasSoManyConnectionsAndNoMore() throws Exception {
    try (Backend backend = backend();
        House house =
            new House(s -> s.withEdge(new Edge(3, false, 0, false))).serve(backend.target("t1"))) {
      RawClient[] few = new RawClient[3];
      for (int i = 0; i < few.length; i++) {
        few[i] = from("127.0.0.2", house);
        assertThat(few[i].send(GET).answer()).endsWith("fine");
      }
      try (RawClient more = from("127.0.0.2", house)) {
        assertThat(more.toEnd()).isEmpty();
      }
      assertThat(house.ask(LAST)).as("another address").endsWith("fine");
      assertThat(house.proxy.figures().refused()).isEqualTo(1);
      assertThat(few[0].send(GET).answer()).endsWith("fine");
      few[1].close();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> {
            try (RawClient again = from("127.0.0.2", house)) {
              return again.send(LAST).toEnd().endsWith("fine");
            }
          });
      few[0].close();
      few[2].close();
      await().atMost(Duration.ofSeconds(30)).until(() -> house.proxy.figures().connections() == 0);
    }
  }

  @Test
  void trustedProxiesIntroduceTheirClients() throws Exception {
    try (Backend backend = backend();
        House house = new House(EdgeTest::announced).serve(backend.target("t1"))) {
      for (String header : List.of(LINE, BINARY)) {
        backend.calls.clear();
        try (RawClient client = house.client()) {
          client.send(header + GET.replace("\r\n\r\n", "\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n"));
          assertThat(client.answer()).endsWith("fine");
          assertThat(client.send(GET).answer()).endsWith("fine");
        }
        Backend.Call call = backend.calls.getFirst();
        assertThat(call.all("x-forwarded-for"))
            .as("not the client's word")
            .containsExactly("192.0.2.7");
        assertThat(call.all("x-forwarded-port")).containsExactly("443");
      }
      assertThat(house.line(0).fwd()).isEqualTo("192.0.2.7");
      try (RawClient client = house.client()) {
        for (char c : ("PROXY UNKNOWN\r\n" + LAST).toCharArray()) {
          client.send(String.valueOf(c));
        }
        assertThat(client.toEnd()).endsWith("fine");
      }
      assertThat(backend.calls.getLast().all("x-forwarded-for")).containsExactly("127.0.0.1");
    }
  }

  @Test
  void theLimitCountsIntroducedClients() throws Exception {
    try (Backend backend = backend();
        House house = new House(EdgeTest::announced).serve(backend.target("t1"));
        RawClient one = house.client();
        RawClient two = house.client();
        RawClient three = house.client();
        RawClient other = house.client()) {
      assertThat(one.send(LINE + GET).answer()).endsWith("fine");
      assertThat(two.send(LINE + GET).answer()).endsWith("fine");
      assertThat(three.send(LINE + GET).toEnd()).isEmpty();
      assertThat(other.send(LINE.replace("0.2.7", "0.2.8") + GET).answer()).endsWith("fine");
    }
  }

  @Test
  void nobodyElseMayAndTheTrustedMust() throws Exception {
    try (Backend backend = backend();
        House house = new House(EdgeTest::announced).serve(backend.target("t1"))) {
      try (RawClient stranger = from("127.0.0.2", house)) {
        assertThat(stranger.send(LINE + LAST).toEnd()).startsWith("HTTP/1.1 400 ");
      }
      try (RawClient stranger = from("127.0.0.2", house)) {
        assertThat(stranger.send(LAST).toEnd()).endsWith("fine");
      }
      assertThat(house.ask(LAST)).isEmpty();
      assertThat(house.ask(LINE.replace("TCP4", "TCP5") + LAST)).isEmpty();
      assertThat(backend.calls).hasSize(1);
    }
    try (Backend backend = backend();
        House house =
            new House(s -> s.withTrustedProxies(List.of("127.0.0.1")))
                .serve(backend.target("t1"))) {
      assertThat(house.ask(LINE + LAST)).as("not asked for").startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void theyDoSoBeforeTls(@TempDir Path folder) throws Exception {
    try (Backend backend = backend();
        House house = new House(EdgeTest::announced).serve(backend.target("t1"))) {
      house.proxy.certify(Map.of("shop.test", TestCertificates.of(folder, "EC", "shop.test")));
      InetSocketAddress at = Objects.requireNonNull(house.proxy.tlsAddress());
      try (Socket plain = new Socket(at.getAddress(), at.getPort())) {
        plain.getOutputStream().write(BINARY.getBytes(StandardCharsets.ISO_8859_1));
        try (RawClient client = new RawClient(over(plain))) {
          assertThat(client.send(LAST).toEnd()).endsWith("fine");
        }
      }
      Backend.Call call = backend.calls.getFirst();
      assertThat(call.all("x-forwarded-for")).containsExactly("192.0.2.7");
      assertThat(call.all("x-forwarded-proto")).containsExactly("https");
    }
  }

  private static SSLSocket over(Socket plain) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, "shop.test", 443, true);
    SSLParameters how = socket.getSSLParameters();
    how.setServerNames(List.of(new SNIHostName("shop.test")));
    socket.setSSLParameters(how);
    return socket;
  }
}
