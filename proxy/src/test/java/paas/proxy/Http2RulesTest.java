package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paas.proxy.http.Bytes;
import paas.proxy.http2.Frame;
import paas.proxy.http2.Http2Error;

/**
 * What HTTP/2 could smuggle into HTTP/1.1 is refused and no target sees it whole, and whoever
 * floods a connection loses it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http2RulesTest {
  private static final String SMUGGLED =
      "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: shop.test\r\n\r\n";

  private final FineHouse fine = new FineHouse();
  private final House house = fine.house;
  private Backend backend;

  Http2RulesTest() throws IOException {}

  @BeforeEach
  void serve() throws IOException {
    backend = fine.anew();
  }

  @AfterAll
  void close() throws IOException {
    fine.close();
  }

  private RawHttp2 client() throws IOException {
    return new RawHttp2(house.proxy.address());
  }

  /** Fields as {@code name=value}, separated by {@code |}. */
  private static Bytes fields(String text) {
    String[] pairs =
        Arrays.stream(text.split("\\|", -1))
            .flatMap(pair -> Stream.of(pair.split("=", 2)))
            .toArray(String[]::new);
    return RawHttp2.block(pairs);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "transfer-encoding=chunked",
        "connection=close",
        "connection=keep-alive, x",
        "keep-alive=1",
        "proxy-connection=close",
        "upgrade=websocket",
        "te=gzip",
        "te=trailers, gzip",
        "X-Upper=a",
        "Content-Length=3",
        "x y=a",
        "x:y=a",
        "x=a\r\nTransfer-Encoding: chunked",
        "x=a\nb",
        "x=a\rb",
        "x=a\u0000b",
        "x=a\u007fb",
        "x= a",
        "x=a ",
        "content-length=3|content-length=3",
        "content-length=3, 3",
        "content-length=+3",
        "content-length=",
        "content-length=99999999999999999999",
        "host=other.test",
        "host=shop.test|host=shop.test",
        ":path=/second",
        ":unknown=x",
        ":status=200",
        "x=a|:authority=shop.test",
        "cookie=a\r\nb: c",
      })
  void aFieldThatMustNotBeThereResetsTheStream(String more) throws IOException {
    refused(":method=POST|:scheme=http|:path=/|:authority=shop.test|" + more);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":method=POST|:scheme=http|:authority=shop.test",
        ":method=POST|:path=/|:authority=shop.test",
        ":scheme=http|:path=/|:authority=shop.test",
        ":method=POST|:method=POST|:scheme=http|:path=/|:authority=shop.test",
        ":method=POST|:scheme=http|:path=/|:authority=shop.test|:authority=shop.test",
        ":method=PO ST|:scheme=http|:path=/|:authority=shop.test",
        ":method=POST / HTTP/1.1\r\nx: |:scheme=http|:path=/|:authority=shop.test",
        ":method=POST|:scheme=ftp|:path=/|:authority=shop.test",
        ":method=POST|:scheme=http|:path=|:authority=shop.test",
        ":method=POST|:scheme=http|:path=/a b|:authority=shop.test",
        ":method=POST|:scheme=http|:path=/ HTTP/1.1\r\nx: y|:authority=shop.test",
        ":method=POST|:scheme=http|:path=http://shop.test/|:authority=shop.test",
        ":method=POST|:scheme=http|:path=a|:authority=shop.test",
        ":method=POST|:scheme=http|:path=/|:authority=",
        ":method=POST|:scheme=http|:path=/|:authority=shop.test\r\nx: y",
        ":method=POST|:scheme=http|:path=/|:authority=shop.test|:protocol=websocket",
        ":method=CONNECT|:scheme=http|:path=/|:authority=shop.test|:protocol=other",
        ":method=CONNECT|:scheme=http|:path=/|:authority=shop.test",
        "x=a|:method=POST|:scheme=http|:path=/|:authority=shop.test",
      })
  void aRequestWithoutItsProperPartsResetsTheStream(String text) throws IOException {
    refused(text);
  }

  private void refused(String text) throws IOException {
    int before = backend.calls.size();
    try (RawHttp2 client = client()) {
      Frame.fields(client.out(), 1, fields(text), false);
      client.data(1, SMUGGLED, true).send();
      assertThat(client.answer(1)).isEqualTo("reset " + Http2Error.PROTOCOL);
      client.get(3, "/after").send();
      assertThat(client.answer(3)).as("the connection goes on").endsWith("fine");
    }
    assertThat(backend.calls).hasSize(before + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":method=POST|:scheme=http|:path=/#a|:authority=shop.test",
        ":method=POST|:scheme=http|:path=*|:authority=shop.test",
        ":method=POST|:scheme=http|:path=/",
        ":method=POST|:scheme=http|:path=/|:authority=user@shop.test",
        ":method=POST|:scheme=http|:path=/|:authority=shop.test,other.test",
        ":method=TRACE|:scheme=http|:path=/|:authority=shop.test",
        ":method=CONNECT|:authority=shop.test:443",
        ":method=POST|:scheme=http|:path=/|:authority=shop.test|expect=something",
      })
  void whatTheRulesOfRequestsForbidIsAnswered(String text) throws IOException {
    int before = backend.calls.size();
    try (RawHttp2 client = client()) {
      Frame.fields(client.out(), 1, fields(text), false);
      client.data(1, SMUGGLED, true).send();
      assertThat(client.answer(1)).matches("(?s):status: 4(00|05|17)\n.*");
    }
    assertThat(backend.calls).hasSize(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2,", "2,1", "4,", "4,3", "0,1", "0,,x"})
  void aBodyOfAnotherLengthThanWasToldIsNeverWhole(String parts) throws IOException {
    String[] sizes = parts.split(",", -1);
    int whole = backend.calls.size();
    try (RawHttp2 client = client()) {
      String told = sizes[0].equals("0") ? "0" : "3";
      Frame.fields(client.out(), 1, RawHttp2.request("POST", "/", "content-length", told), false);
      for (int i = 0; i < sizes.length; i++) {
        int size = sizes[i].isEmpty() ? 0 : sizes[i].equals("x") ? 5 : Integer.parseInt(sizes[i]);
        // The second frame makes two and one into four.
        client.data(1, "z".repeat(i == 1 && size == 1 ? 2 : size), i == sizes.length - 1);
      }
      client.send();
      assertThat(client.answer(1)).isEqualTo("reset " + Http2Error.PROTOCOL);
      client.get(3, "/after").send();
      assertThat(client.answer(3)).endsWith("fine");
    }
    assertThat(backend.calls.subList(whole, backend.calls.size()))
        .as("what was sent of it was cut before its end")
        .filteredOn(call -> call.line().startsWith("GET"))
        .hasSize(1);
    assertThat(house.lines).noneMatch(line -> line.method().equals("POST") && line.status() == 200);
  }

  @Test
  void aRequestWithATrailerOrALengthThatFitsIsWhole() throws IOException {
    try (RawHttp2 client = client()) {
      Frame.fields(client.out(), 1, RawHttp2.request("PUT", "/", "content-length", "3"), false);
      client.data(1, "abc", false).data(1, "", true).send();
      assertThat(client.answer(1)).endsWith("fine");
      Frame.fields(client.out(), 3, RawHttp2.request("PUT", "/"), false);
      client.data(3, "abc", false);
      Frame.fields(client.out(), 3, RawHttp2.block("x-sum", "1"), true);
      assertThat(client.send().answer(3)).endsWith("fine");
      Frame.fields(client.out(), 5, RawHttp2.request("PUT", "/", "content-length", "0"), false);
      client.data(5, "", true).send();
      assertThat(client.answer(5)).endsWith("fine");
    }
  }

  @Test
  void tooLargeHeadsAreRefused() throws IOException {
    int before = backend.calls.size();
    try (RawHttp2 client = client()) {
      client.get(1, "/", "x", "y".repeat(64_000), "z", "y".repeat(3000)).send();
      assertThat(client.answer(1)).startsWith(":status: 431\n");
      String[] many = new String[220];
      Arrays.fill(many, "x");
      client.get(3, "/", many).send();
      assertThat(client.answer(3)).startsWith(":status: 431\n");
      // A small block that grows: one field is remembered and named again and again.
      Bytes bomb = RawHttp2.request("GET", "/");
      bomb.number(64, 1).number(1, 1).put("x").number(126, 1).put("y".repeat(126));
      for (int i = 0; i < 10_000; i++) {
        bomb.number(128 | 62, 1);
      }
      Frame.fields(client.out(), 5, bomb, true);
      assertThat(client.send().answer(5)).startsWith(":status: 431\n");
    }
    assertThat(backend.calls).hasSize(before);
  }

  private interface Flood {
    void wave(Bytes out, int number);
  }

  /** Sends a flood until the proxy has enough, and returns what it said. */
  private int drowned(int most, Flood flood) throws IOException {
    try (RawHttp2 client = client()) {
      try {
        for (int i = 0; i < most; i++) {
          flood.wave(client.out(), i);
          if (i % 50 == 49) {
            client.send();
          }
        }
        client.send();
      } catch (IOException e) {
        // It closed before we were through.
        return Http2Error.CALM_DOWN;
      }
      RawHttp2.Got farewell = client.farewell();
      return farewell.end() ? Http2Error.CALM_DOWN : farewell.code();
    }
  }

  @Test
  void floodsEndTheConnection() throws IOException {
    int calm = Http2Error.CALM_DOWN;
    assertThat(drowned(2000, (out, i) -> rapidReset(out, i))).as("rapid reset").isEqualTo(calm);
    assertThat(drowned(2000, (out, i) -> madeReset(out, i))).as("made reset").isEqualTo(calm);
    assertThat(drowned(20_000, (out, _) -> ping(out))).as("pings").isEqualTo(calm);
    assertThat(drowned(20_000, (out, _) -> Frame.settings(out))).as("settings").isEqualTo(calm);
    assertThat(drowned(20_000, (out, i) -> empties(out, i))).as("empty data").isEqualTo(calm);
    assertThat(drowned(20_000, (out, i) -> continuation(out, i))).as("blocks").isEqualTo(calm);
    assertThat(drowned(20_000, (out, _) -> Frame.head(out, 0, 77, 0, 0)))
        .as("frames that nobody knows")
        .isEqualTo(calm);
    assertThat(house.get("/")).endsWith("fine");
  }

  private static void rapidReset(Bytes out, int i) {
    Frame.fields(out, 2 * i + 1, RawHttp2.request("GET", "/"), true);
    Frame.reset(out, 2 * i + 1, Http2Error.CANCEL);
  }

  private static void madeReset(Bytes out, int i) {
    Frame.fields(out, 2 * i + 1, RawHttp2.request("GET", "/"), true);
    Frame.windowUpdate(out, 2 * i + 1, 0);
  }

  private static void ping(Bytes out) {
    Frame.head(out, 8, Frame.PING, 0, 0);
    out.number(0, 4).number(0, 4);
  }

  private static void empties(Bytes out, int i) {
    if (i == 0) {
      Frame.fields(out, 1, RawHttp2.request("POST", "/"), false);
    }
    Frame.head(out, 0, Frame.DATA, 0, 1);
  }

  private static void continuation(Bytes out, int i) {
    Frame.head(out, 0, i == 0 ? Frame.HEADERS : Frame.CONTINUATION, 0, 1);
  }

  @Test
  void whatIsNoHttp2EndsTheConnection() throws IOException {
    int protocol = Http2Error.PROTOCOL;
    assertThat(drowned(1, (out, _) -> Frame.head(out, 0, Frame.DATA, 0, 1))).isEqualTo(protocol);
    assertThat(drowned(1, (out, _) -> Frame.head(out, 0, Frame.HEADERS, 4, 0))).isEqualTo(protocol);
    assertThat(drowned(1, (out, _) -> Frame.fields(out, 2, RawHttp2.request("GET", "/"), true)))
        .isEqualTo(protocol);
    assertThat(drowned(1, (out, _) -> Frame.reset(out, 1, 8))).isEqualTo(protocol);
    assertThat(drowned(1, (out, _) -> Frame.head(out, 0, Frame.PUSH_PROMISE, 0, 1)))
        .isEqualTo(protocol);
    assertThat(drowned(1, (out, _) -> Frame.head(out, 20_000, Frame.DATA, 0, 1)))
        .isEqualTo(Http2Error.FRAME_SIZE);
    assertThat(drowned(1, (out, _) -> Frame.windowUpdate(out, 0, Integer.MAX_VALUE)))
        .isEqualTo(Http2Error.FLOW_CONTROL);
    assertThat(
            drowned(
                1,
                (out, _) -> {
                  Frame.head(out, 1, Frame.HEADERS, 5, 1);
                  out.number(128 | 100, 1);
                }))
        .isEqualTo(Http2Error.COMPRESSION);
    assertThat(
            drowned(
                1,
                (out, _) -> {
                  Frame.fields(out, 1, RawHttp2.request("GET", "/", "x\r\ny", "a"), true);
                }))
        .isEqualTo(Http2Error.COMPRESSION);
  }

  @Test
  void moreRequestsAtATimeThanAreAllowedAreRefusedAlone() throws IOException {
    try (RawHttp2 client = client()) {
      for (int i = 0; i < 129; i++) {
        Frame.fields(client.out(), 2 * i + 1, RawHttp2.request("POST", "/"), false);
      }
      client.send();
      assertThat(client.answer(257)).isEqualTo("reset " + Http2Error.REFUSED_STREAM);
      client.data(1, "", true).send();
      assertThat(client.answer(1)).endsWith("fine");
    }
  }
}
