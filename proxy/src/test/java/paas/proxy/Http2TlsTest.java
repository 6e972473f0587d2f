package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real clients of HTTP/2 over TLS: the JDK's and curl. */
class Http2TlsTest {
  @TempDir static Path folder;
  private static Certificate certificate;

  private Backend backend;
  private House house;
  private HttpClient client;

  @BeforeAll
  static void certify() throws Exception {
    certificate = TestCertificates.of(folder, "EC", "localhost");
  }

  @BeforeEach
  void begin() throws Exception {
    backend = new Backend(this::answer);
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    house = new House(settings -> settings.withTls(any));
    house.publish(
        new AppRoute(
            "shop",
            "v1",
            Set.of("localhost"),
            AppRoute.Mode.SERVING,
            List.of(backend.target("t1")),
            Timeouts.DEFAULT));
    house.proxy.certify(Map.of("localhost", certificate));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
    client = HttpClient.newBuilder().sslContext(context).build();
  }

  private void answer(Backend.Call call) throws Exception {
    if (!call.all("upgrade").isEmpty()) {
      String key = call.all("sec-websocket-key").getFirst();
      byte[] proof =
          MessageDigest.getInstance("SHA-1")
              .digest(
                  (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                      .getBytes(StandardCharsets.US_ASCII));
      call.write(
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Accept: "
              + Base64.getEncoder().encodeToString(proof)
              + "\r\n\r\n\u0081\u0005hello");
      call.in().read();
    } else {
      call.ok(new String(call.body(), StandardCharsets.ISO_8859_1));
    }
  }

  @AfterEach
  void end() throws IOException {
    client.shutdownNow();
    house.close();
    backend.close();
  }

  private int port() {
    return Objects.requireNonNull(house.proxy.tlsAddress()).getPort();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + port() + path))
        .timeout(Duration.ofSeconds(30));
  }

  @Test
  void theJdksClientSpeaksHttp2BothWays() throws Exception {
    byte[] large = new byte[3_000_000];
    Arrays.fill(large, (byte) 'x');
    HttpResponse<byte[]> echo =
        client.send(
            request("/").POST(BodyPublishers.ofByteArray(large)).build(),
            BodyHandlers.ofByteArray());
    assertThat(echo.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(echo.body()).isEqualTo(large);
    List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(
          client.sendAsync(
              request("/" + i).POST(BodyPublishers.ofString("number " + i)).build(),
              BodyHandlers.ofString()));
    }
    for (int i = 0; i < 100; i++) {
      assertThat(all.get(i).get(30, TimeUnit.SECONDS).body()).isEqualTo("number " + i);
    }
    assertThat(backend.calls.getLast().all("x-forwarded-proto")).containsExactly("https");
  }

  @Test
  void aWebSocketComesOverHttp11WhereHttp2IsOfferedToo() throws Exception {
    CompletableFuture<String> said = new CompletableFuture<>();
    WebSocket socket =
        client
            .newWebSocketBuilder()
            .buildAsync(
                URI.create("wss://localhost:" + port() + "/"),
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onText(
                      WebSocket from, CharSequence data, boolean last) {
                    said.complete(data.toString());
                    return said;
                  }
                })
            .get(30, TimeUnit.SECONDS);
    assertThat(said.get(30, TimeUnit.SECONDS)).isEqualTo("hello");
    socket.abort();
  }

  @Test
  void curlSpeaksWhatItIsToldTo() throws Exception {
    Path sent = Files.write(folder.resolve("sent"), new byte[1_000_000]);
    assertThat(curl("--http2", "-w", "%{http_version}", "-d", "hello")).isEqualTo("hello2");
    assertThat(curl("--http1.1", "-w", "%{http_version}", "-d", "hello")).isEqualTo("hello1.1");
    assertThat(curl("--http2", "--data-binary", "@" + sent)).hasSize(1_000_000);
  }

  @Test
  void manyRequestsOnManyConnectionsAllSucceed() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/h2load")), "no h2load");
    String said =
        run(
            List.of(
                "h2load",
                "-n",
                "5000",
                "-c",
                "8",
                "-m",
                "60",
                "https://localhost:" + port() + "/"));
    assertThat(said).contains("5000 succeeded, 0 failed, 0 errored");
  }

  private String curl(String... more) throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/curl")), "no curl");
    List<String> argv = new ArrayList<>(List.of("curl", "-sS", "-k", "-m", "30"));
    argv.addAll(List.of(more));
    argv.add("https://localhost:" + port() + "/");
    return run(argv);
  }

  private static String run(List<String> argv) throws Exception {
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
