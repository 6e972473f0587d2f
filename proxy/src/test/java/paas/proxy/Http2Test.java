package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import paas.proxy.http2.Frame;
import paas.proxy.http2.Http2Error;

/** Clients that speak HTTP/2, frame by frame, to an app that speaks HTTP/1.1. */
class Http2Test {
  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicInteger whole = new AtomicInteger();
  private Backend backend;
  private House house;

  @BeforeEach
  void begin() throws IOException {
    backend = new Backend(this::answer);
    house = new House().serve(backend.target("t1"));
  }

  private void answer(Backend.Call call) throws Exception {
    switch (call.line().split(" ", -1)[1]) {
      case "/stream" -> {
        call.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n");
        call.write("Transfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
        assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
        call.write("4\r\nlast\r\n0\r\n\r\n");
      }
      case "/events" -> {
        call.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n");
        call.write("Transfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n");
        call.in().read();
      }
      case "/trailers" -> {
        call.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: x-hop\r\n");
        call.write("X-Hop: 1\r\n\r\n2\r\nhi\r\n0\r\nGrpc-Status: 7\r\nX_Forwarded_For: a\r\n\r\n");
      }
      case "/early" -> {
        call.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
        call.write("HTTP/1.1 204 No Content\r\n\r\n");
      }
      case "/cut" -> {
        call.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        call.socket().close();
      }
      case "/large" -> call.ok("x".repeat(2_000_000));
      case "/larger" -> {
        call.ok("x".repeat(8_000_000));
        whole.incrementAndGet();
      }
      case "/socket" -> {
        call.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n");
        call.write("Upgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\nhello");
        String said = new String(call.in().readNBytes(9), StandardCharsets.ISO_8859_1);
        call.write(said);
        call.socket().shutdownOutput();
        assertThat(call.in().read()).isEqualTo(-1);
      }
      case "/hang" -> call.in().read();
      default -> call.ok(new String(call.body(), StandardCharsets.ISO_8859_1));
    }
  }

  @AfterEach
  void end() throws IOException {
    go.countDown();
    house.close();
    backend.close();
  }

  private RawHttp2 client() throws IOException {
    return new RawHttp2(house.proxy.address());
  }

  @Test
  void anAppOfHttp11GetsOrdinaryRequests() throws IOException {
    try (RawHttp2 client = client()) {
      client.get(
          1, "/a?b", "cookie", "a=1", "cookie", "b=2", "te", "trailers", "x-forwarded-for", "evil");
      client.send();
      assertThat(client.answer(1)).isEqualTo(":status: 200\ncontent-length: 0\n");
      Backend.Call call = backend.calls.getFirst();
      assertThat(call.line()).isEqualTo("GET /a?b HTTP/1.1");
      assertThat(call.all("host")).containsExactly("shop.test");
      assertThat(call.all("cookie")).containsExactly("a=1; b=2");
      assertThat(call.all("x-forwarded-for")).containsExactly("127.0.0.1");
      assertThat(call.all("te")).isEmpty();
      assertThat(house.line(0).status()).isEqualTo(200);
    }
  }

  @Test
  void manyRequestsShareAConnectionAndAreAnsweredAsTheyAreReady() throws IOException {
    try (RawHttp2 client = client()) {
      client.get(1, "/stream").get(3, "/").get(5, "/early").get(7, "/trailers").send();
      assertThat(client.of(1).fields()).contains(":status: 200", "content-type: text/event-stream");
      assertThat(client.of(1).text()).as("sent at once").isEqualTo("first");
      for (int stream = 9; stream < 400; stream += 2) {
        client.get(stream, "/").send();
        assertThat(client.answer(stream)).startsWith(":status: 200");
      }
      go.countDown();
      assertThat(client.answer(1)).isEqualTo("last");
    }
    assertThat(backend.calls).hasSize(200);
  }

  @Test
  void interimAnswersAndTrailersPassThroughAndWhatIsOfTheHopDoesNot() throws IOException {
    try (RawHttp2 client = client()) {
      client.get(1, "/early").send();
      assertThat(client.answer(1)).isEqualTo(":status: 103\nlink: </a>\n:status: 204\n");
      client.get(3, "/trailers").send();
      assertThat(client.answer(3)).isEqualTo(":status: 200\nhi" + "grpc-status: 7\n");
      Frame.fields(client.out(), 5, RawHttp2.request("HEAD", "/"), true);
      assertThat(client.send().answer(5)).isEqualTo(":status: 200\ncontent-length: 0\n");
      client.get(7, "/", "host", "SHOP.test").send();
      assertThat(client.answer(7)).startsWith(":status: 200");
      Frame.settings(client.out(), Frame.HEADER_TABLE_SIZE, 0);
      client.get(9, "/").send();
      RawHttp2.Got first = client.of(9);
      assertThat(first.fields()).contains(":status: 200");
      assertThat(first.text()).as("it hears that its table is not used").startsWith(" ");
      client.get(11, "/cut").send();
      assertThat(client.answer(11)).endsWith("reset " + Http2Error.INTERNAL);
    }
  }

  @Test
  void bodiesAreStreamedBothWaysWithinTheirWindows() throws IOException {
    String large = "0123456789".repeat(5000);
    try (RawHttp2 client = client()) {
      Frame.fields(client.out(), 1, RawHttp2.request("POST", "/"), false);
      for (int i = 0; i < large.length(); i += 10_000) {
        client.data(1, large.substring(i, i + 10_000), false);
      }
      client.data(1, "", true).send();
      assertThat(client.answer(1)).endsWith("\n" + large);
      client.get(3, "/large").send();
      int size = 0;
      client.of(3);
      // Of the window that is there from the start, the first answer has used most.
      while (size < Frame.WINDOW - large.length()) {
        size += client.of(3).text().length();
      }
      assertThat(size).isEqualTo(Frame.WINDOW - large.length());
      client.get(5, "/early").send();
      assertThat(client.answer(5)).as("others are not held up").endsWith(":status: 204\n");
      Frame.windowUpdate(client.out(), 0, 10_000_000);
      Frame.windowUpdate(client.out(), 3, 10_000_000);
      client.send();
      assertThat(size + client.answer(3).length()).isEqualTo(2_000_000);
    }
  }

  @Test
  void aWebSocketIsATunnelWithinAStream() throws IOException {
    try (RawHttp2 client = client()) {
      String[] ask = {
        ":method",
        "CONNECT",
        ":protocol",
        "websocket",
        ":scheme",
        "http",
        ":path",
        "/socket",
        ":authority",
        "shop.test",
        "sec-websocket-version",
        "13"
      };
      Frame.fields(client.out(), 1, RawHttp2.block(ask), false);
      client.data(1, "early", false).send();
      assertThat(client.of(1).fields()).containsExactly(":status: 200");
      client.data(1, "late", false).send();
      assertThat(client.of(1).text() + client.of(1).text()).isEqualTo("helloearlylate");
      assertThat(client.of(1).last()).isTrue();
      client.data(1, "", true).send();
      Backend.Call call = backend.calls.getFirst();
      assertThat(call.all("upgrade")).containsExactly("websocket");
      assertThat(call.all("connection")).containsExactly("Upgrade");
      assertThat(call.all("sec-websocket-key")).hasSize(1);
      assertThat(house.line(0).status()).isEqualTo(101);
      // What is not agreed to is an ordinary answer, and nothing that was sent early is a request.
      ask[7] = "/";
      Frame.fields(client.out(), 3, RawHttp2.block(ask), false);
      client.data(3, "GET /smuggled HTTP/1.1\r\nHost: shop.test\r\n\r\n", false).send();
      assertThat(client.answer(3)).startsWith(":status: 200\ncontent-length: 0\n");
      client.get(5, "/").send();
      assertThat(client.answer(5)).startsWith(":status: 200");
      assertThat(backend.calls).hasSize(3);
    }
  }

  @Test
  void aClientThatTakesItsRequestBackIsGoneForTheApp() throws IOException {
    try (RawHttp2 client = client()) {
      client.get(1, "/hang").send();
      Awaitility.await().until(() -> backend.calls.size() == 1);
      Frame.reset(client.out(), 1, Http2Error.CANCEL);
      client.get(3, "/").send();
      assertThat(client.answer(3)).startsWith(":status: 200");
      assertThat(house.line(0).status()).isEqualTo(Failure.CLIENT_GONE.status);
      Awaitility.await().until(() -> backend.sockets.getFirst().isClosed());
    }
  }

  @Test
  void rulesOfRoutesAndPagesAreTheSame() throws IOException {
    try (RawHttp2 client = client()) {
      Frame.fields(
          client.out(),
          1,
          RawHttp2.block(
              ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "other.test"),
          true);
      assertThat(client.send().answer(1)).startsWith(":status: 404\n").contains("No app here");
      client.get(3, "/", "x-large", "x".repeat(20_000)).send();
      assertThat(client.answer(3)).startsWith(":status: 200");
      house.serve(new Target("gone", "127.0.0.1", 1, "web.1"));
      client.get(5, "/").send();
      assertThat(client.answer(5)).startsWith(":status: 503\n");
    }
  }

  @Test
  void whoAsksForMuchAndReadsNothingHoldsUpHimselfAlone() throws IOException {
    try (RawHttp2 greedy = client();
        RawHttp2 good = client()) {
      Frame.windowUpdate(greedy.out(), 0, 1_000_000_000);
      Frame.settings(greedy.out(), Frame.INITIAL_WINDOW_SIZE, 1_000_000_000);
      for (int i = 0; i < 30; i++) {
        greedy.get(2 * i + 1, "/larger");
      }
      greedy.send();
      Awaitility.await().until(() -> backend.calls.size() == 30);
      for (int i = 0; i < 50; i++) {
        good.get(2 * i + 1, "/").send();
        assertThat(good.answer(2 * i + 1)).startsWith(":status: 200");
      }
      // What no socket has room for is not taken from the apps either.
      assertThat(whole.get()).isLessThan(10);
      assertThat(greedy.answer(59)).hasSizeGreaterThan(8_000_000);
    }
  }

  @Test
  void whatWouldNotEndIsToldToGoWhenItsTargetIsReplaced() throws Exception {
    try (RawHttp2 client = client();
        Backend next = new Backend(call -> call.ok("next"))) {
      client.get(1, "/events").send();
      assertThat(client.of(1).fields()).contains("content-type: text/event-stream");
      assertThat(client.of(1).text()).isEqualTo("data: 1\n\n");
      house.serve(next.target("t2"));
      house.proxy.drain(Set.of("t1"), Duration.ofSeconds(30));
      assertThat(client.answer(1)).as("an end, not a reset").isEmpty();
      client.get(3, "/").send();
      assertThat(client.answer(3)).endsWith("next");
    }
  }

  @Test
  void aProxyThatRetiresServesWhatIsUnderWayAndSaysGoodbye() throws IOException {
    try (RawHttp2 client = client()) {
      client.get(1, "/stream").send();
      assertThat(client.of(1).fields()).contains(":status: 200");
      house.proxy.retire();
      assertThat(client.farewell().number(0)).as("any of yours").isEqualTo(Integer.MAX_VALUE);
      client.get(3, "/").send();
      assertThat(client.answer(3)).startsWith(":status: 200");
      go.countDown();
      RawHttp2.Got last = client.farewell();
      assertThat(last.code()).isEqualTo(Http2Error.NONE);
      assertThat(last.number(0)).isEqualTo(3);
      assertThat(client.frame().end()).isTrue();
    }
  }

  @Test
  void whoAsksForNothingIsLetGoWithAFarewell() throws IOException {
    Duration second = Duration.ofSeconds(1);
    ClientTimeouts hasty = new ClientTimeouts(second, second, second);
    try (House strict = new House(how -> how.withClients(hasty)).serve(backend.target("t2"));
        RawHttp2 client = new RawHttp2(strict.proxy.address())) {
      client.get(1, "/").send();
      assertThat(client.answer(1)).startsWith(":status: 200");
      RawHttp2.Got farewell = client.farewell();
      assertThat(farewell.code()).isEqualTo(Http2Error.NONE);
      assertThat(farewell.number(0)).isEqualTo(1);
      assertThat(client.frame().end()).isTrue();
    }
  }
}
