package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paas.proxy.http2.Frame;
import paas.proxy.http2.Http2Error;

/** An app that speaks HTTP/2 without TLS, as gRPC does: Node.js's own server. */
class Http2TargetTest {
  private static final Traffic HTTP2 = new Traffic(null, null, null, false, null, false, true);

  @TempDir static Path folder;
  private static @Nullable Process node;
  private static int port;

  private House house;

  @BeforeAll
  static void begin() throws IOException {
    Assumptions.assumeTrue(
        Stream.of(Pattern.compile(":").split(System.getenv("PATH")))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, "node"))),
        "no node");
    Path app = folder.resolve("app.js");
    try (InputStream text = Http2TargetTest.class.getResourceAsStream("h2c-app.js")) {
      Files.copy(Objects.requireNonNull(text), app, StandardCopyOption.REPLACE_EXISTING);
    }
    Process started =
        new ProcessBuilder("node", app.toString()).redirectError(Redirect.INHERIT).start();
    port =
        Integer.parseInt(
            new BufferedReader(
                    new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))
                .readLine());
    node = started;
  }

  @AfterAll
  static void stop() throws InterruptedException {
    Process running = node;
    if (running != null) {
      running.destroy();
      assertThat(running.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @BeforeEach
  void serve() throws IOException {
    house = new House();
    publish(HTTP2, new Target("t1", "127.0.0.1", port, "web.1"));
  }

  private void publish(Traffic traffic, Target target) {
    house.publish(
        new AppRoute(
            "shop",
            "v1",
            Set.of("shop.test"),
            AppRoute.Mode.SERVING,
            List.of(target),
            Timeouts.DEFAULT,
            Rules.NONE,
            traffic));
  }

  @AfterEach
  void end() {
    house.close();
  }

  private RawHttp2 client() throws IOException {
    return new RawHttp2(house.proxy.address());
  }

  @Test
  void aConversationOfGrpcPassesBothWaysWithItsEnd() throws IOException {
    try (RawHttp2 client = client()) {
      Frame.fields(
          client.out(),
          1,
          RawHttp2.request(
              "POST", "/echo.Echo/Both", "content-type", "application/grpc", "te", "trailers"),
          false);
      client.data(1, "\0\0\0\0\5first", false).send();
      assertThat(client.of(1).fields())
          .contains(":status: 200", "content-type: application/grpc")
          .contains("x-te: trailers", "x-for: 127.0.0.1");
      assertThat(client.of(1).text()).isEqualTo("\0\0\0\0\5first");
      client.data(1, "\0\0\0\0\4last", false).send();
      assertThat(client.of(1).text()).isEqualTo("\0\0\0\0\4last");
      client.data(1, "", true).send();
      assertThat(client.answer(1)).isEqualTo("grpc-status: 0\ngrpc-message: fine\n");
      Frame.fields(client.out(), 3, RawHttp2.request("POST", "/echo.Echo/Unknown"), true);
      RawHttp2.Got only = client.send().of(3);
      assertThat(only.fields()).contains("grpc-status: 12");
      assertThat(only.last()).as("one frame, as clients of gRPC ask").isTrue();
      assertThat(house.line(0).status()).isEqualTo(200);
    }
  }

  @Test
  void whatFollowsABodyPasses() throws IOException {
    try (RawHttp2 client = client()) {
      Frame.fields(client.out(), 1, RawHttp2.request("POST", "/trailers"), false);
      client.data(1, "hello", false);
      Frame.fields(
          client.out(), 1, RawHttp2.block("x-sum", "7", "x_forwarded_for", "1.1.1.1"), true);
      assertThat(client.send().answer(1)).endsWith("{\"x-sum\":\"7\"}");
    }
    try (RawClient client = house.client()) {
      String post = "POST /trailers HTTP/1.1\r\nHost: shop.test\r\n";
      client.send(post + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
      client.send("0\r\nX-Sum: 7\r\nContent-Length: 3\r\n\r\n");
      assertThat(client.head()).contains("HTTP/1.1 200 ");
      assertThat(client.read(23)).isEqualTo("d\r\n{\"x-sum\":\"7\"}\r\n0\r\n\r\n");
    }
  }

  @Test
  void clientsOfHttp11AreServedToo() throws IOException {
    try (RawClient client = house.client()) {
      String post = "POST /x HTTP/1.1\r\nHost: shop.test\r\n";
      client.send(post + "Content-Length: 5\r\n\r\nhello");
      assertThat(client.head()).contains("HTTP/1.1 200 ", "x-length: 5");
      assertThat(client.read(15)).isEqualTo("5\r\nhello\r\n0\r\n\r\n");
      client.send(post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
      assertThat(client.head()).contains("HTTP/1.1 200 ", "x-method: POST");
      assertThat(client.read(13)).isEqualTo("3\r\nabc\r\n0\r\n\r\n");
      client.send("HEAD / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      assertThat(client.head()).contains("HTTP/1.1 200 ", "x-method: HEAD");
      client.send("GET /early HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      assertThat(client.head()).contains("HTTP/1.1 103 ", "link: </a>");
      assertThat(client.head()).contains("HTTP/1.1 204 ");
      client.send("GET /large HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      assertThat(client.answer()).hasSizeGreaterThan(5_000_000).endsWith("xxx");
    }
  }

  @Test
  void whatFailsThereFailsHere() throws IOException {
    assertThat(house.get("/refused")).startsWith("HTTP/1.1 503 ");
    assertThat(house.get("/cut")).doesNotEndWith("0\r\n\r\n");
    try (RawHttp2 client = client()) {
      client.get(1, "/cut").send();
      assertThat(client.answer(1)).endsWith("reset " + Http2Error.INTERNAL);
      client.get(3, "/").send();
      assertThat(client.answer(3)).startsWith(":status: 200");
    }
    publish(Traffic.NONE, new Target("t1", "127.0.0.1", port, "web.1"));
    assertThat(house.get("/")).as("not spoken to in its own language").contains(" 503 ");
    publish(HTTP2, new Target("t1", "127.0.0.1", port, "web.1"));
    assertThat(house.get("/")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void anAppOfHttp11ThatIsSaidToSpeakHttp2Fails() throws Exception {
    try (Backend other = new Backend(call -> call.ok("fine"))) {
      publish(HTTP2, other.target("t2"));
      assertThat(house.get("/")).startsWith("HTTP/1.1 503 ");
    }
  }

  @Test
  void aConnectionThatTheAppEndedIsNotedAndAnotherOneMade() throws Exception {
    assertThat(house.get("/")).startsWith("HTTP/1.1 200 ");
    stop();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(house.get("/")).contains("H10"));
    begin();
    publish(HTTP2, new Target("t9", "127.0.0.1", port, "web.1"));
    assertThat(house.get("/")).startsWith("HTTP/1.1 200 ");
  }
}
