package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A message that two parsers could read differently is refused, its connection is closed, and no
 * target sees it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmugglingTest {
  private static final String HOST = "Host: shop.test\r\n";
  private static final String END =
      "\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: shop.test\r\n\r\n";

  private final Backend backend;
  private final House house;

  SmugglingTest() throws IOException {
    backend =
        new Backend(call -> {
          call.body();
          call.ok("fine");
        });
    house = new House();
  }

  @BeforeAll
  void serve() {
    house.serve(backend.target("t1"));
  }

  @AfterAll
  void close() throws IOException {
    house.close();
    backend.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST / HTTP/1.1\r\nHOST\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        "POST / HTTP/1.1\r\nHOST\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        "POST / HTTP/1.1\r\nHOST\r\nTransfer-Encoding: xchunked\r\n",
        "POST / HTTP/1.1\r\nHOST\r\nTransfer-Encoding: chunked, gzip\r\n",
        "POST / HTTP/1.1\r\nHOST\r\nTransfer-Encoding: gzip, chunked\r\n",
        "POST / HTTP/1.1\r\nHOST\r\nTransfer-Encoding: chunked, chunked\r\n",
        "POST / HTTP/1.1\r\nHOST\r\nTransfer-Encoding: identity\r\n",
        "POST / HTTP/1.1\r\nHOST\r\nTransfer-Encoding:\r\n",
        "POST / HTTP/1.1\r\nHOST\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "POST / HTTP/1.1\r\nHOST\r\nTransfer-Encoding : chunked\r\n",
        "POST / HTTP/1.1\r\nHOST\r\n Transfer-Encoding: chunked\r\n",
        "POST / HTTP/1.1\r\nHOST\r\nX: y\r\n\tTransfer-Encoding: chunked\r\n",
        "POST / HTTP/1.1\r\nHOST\r\nTransfer-Encoding: \u000bchunked\r\n",
        "POST / HTTP/1.0\r\nHOST\r\nTransfer-Encoding: chunked\r\n",
        "POST / HTTP/1.1\r\nHOST\r\nContent-Length: 4\r\nContent-Length: 5\r\n",
        "POST / HTTP/1.1\r\nHOST\r\nContent-Length: 4\r\nContent-Length: 4\r\n",
        "POST / HTTP/1.1\r\nHOST\r\nContent-Length: 4, 4\r\n",
        "POST / HTTP/1.1\r\nHOST\r\nContent-Length: +4\r\n",
        "POST / HTTP/1.1\r\nHOST\r\nContent-Length: -4\r\n",
        "POST / HTTP/1.1\r\nHOST\r\nContent-Length: 0x4\r\n",
        "POST / HTTP/1.1\r\nHOST\r\nContent-Length: 4 4\r\n",
        "POST / HTTP/1.1\r\nHOST\r\nContent-Length:\r\n",
        "POST / HTTP/1.1\r\nHOST\r\nContent-Length: 99999999999999999999\r\n",
        "GET / HTTP/1.1\nHost: shop.test\n",
        "GET / HTTP/1.1\r\nHost: shop.test\nX: y\r\n",
        "GET / HTTP/1.1\r\nHOST\r\nX: a\rb\r\n",
        "GET / HTTP/1.1\r\nHOST\r\nX: a\u0000b\r\n",
        "GET / HTTP/1.1\r\nHOST\r\nX\u0000: b\r\n",
        "GET / HTTP/1.1\r\nHOST\r\n: b\r\n",
        "GET / HTTP/1.1\r\nHOST\r\nno colon\r\n",
        "GET / HTTP/1.1\r\nHOST\r\nX y: b\r\n",
        "GET / HTTP/1.1\r\nX: y\r\n",
        "GET / HTTP/1.1\r\nHOST\r\nHOST\r\n",
        "GET / HTTP/1.1\r\nHost:\r\n",
        "GET / HTTP/1.1\r\nHost: shop.test/evil\r\n",
        "GET / HTTP/1.1\r\nHost: shop.test, other.test\r\n",
        "GET / HTTP/1.1\r\nHost: user@shop.test\r\n",
        "GET / HTTP/1.1\r\nHost: shop.test:80x\r\n",
        "GET http://other.test/ HTTP/1.1\r\nHOST\r\n",
        "GET http://shop.test@other.test/ HTTP/1.1\r\nHOST\r\n",
        "GET https://shop.test/ HTTP/1.1\r\nHOST\r\n",
        "GET shop.test/ HTTP/1.1\r\nHOST\r\n",
        "GET * HTTP/1.1\r\nHOST\r\n",
        "GET /a b HTTP/1.1\r\nHOST\r\n",
        "GET /a#b HTTP/1.1\r\nHOST\r\n",
        "GET  / HTTP/1.1\r\nHOST\r\n",
        "GET / HTTP/1.1 \r\nHOST\r\n",
        "GET / http/1.1\r\nHOST\r\n",
        "GET / HTTP/1.2\r\nHOST\r\n",
        "GET / HTTP/2.0\r\nHOST\r\n",
        "GET /\r\nHOST\r\n",
        "G\u0001T / HTTP/1.1\r\nHOST\r\n",
        "TRACE / HTTP/1.1\r\nHOST\r\n",
        "CONNECT shop.test:443 HTTP/1.1\r\nHOST\r\n",
        "POST / HTTP/1.1\r\nHOST\r\nExpect: something\r\nContent-Length: 4\r\n",
      })
  void ambiguousHeadIsRefused(String head) throws IOException {
    int before = backend.calls.size();
    String answer = house.ask(head.replace("HOST\r\n", HOST) + END);
    assertThat(answer).matches("(?s)HTTP/1\\.1 (400|405|417|505) .*Connection: close\r\n.*");
    assertThat(answer.split("HTTP/1.1 ", -1)).as("one answer only").hasSize(2);
    assertThat(backend.calls).hasSize(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\nabc\r\n0\r\n\r\n",
        "0x3\r\nabc\r\n0\r\n\r\n",
        "g\r\nabc\r\n0\r\n\r\n",
        " 3\r\nabc\r\n0\r\n\r\n",
        "3 \r\nabc\r\n0\r\n\r\n",
        "-3\r\nabc\r\n0\r\n\r\n",
        "3\nabc\r\n0\r\n\r\n",
        "3\r\nabc\n0\r\n\r\n",
        "3\r\nabcjunk\r\n0\r\n\r\n",
        "3\r\nab\r\n0\r\n\r\n",
        "3;a\nb\r\nabc\r\n0\r\n\r\n",
        "3\r\nabc\r\n0\r\nX: y\n\r\n",
        "3\r\nabc\r\n0\r\n\n",
        "fffffffffffffffff\r\nabc\r\n0\r\n\r\n",
        "3\r\rabc\r\n0\r\n\r\n",
      })
  void badChunksAreRefused(String body) throws IOException {
    String answer =
        house.ask("POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + body + END);
    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("Connection: close");
    assertThat(answer.split("HTTP/1.1 ", -1)).as("one answer only").hasSize(2);
    assertThat(backend.calls).noneMatch(call -> call.head().contains("smuggled"));
  }

  @Test
  void properChunksPassWithoutExtensionsAndTrailers() throws IOException {
    try (RawClient client = house.client()) {
      client.send("POST /ok HTTP/1.1\r\n" + HOST + "Transfer-Encoding: CHUNKED\r\n\r\n");
      client.send("3;name=value\r\nabc\r\nA\r\n0123456789\r\n000\r\nX-Trailer: y\r\n\r\n");
      assertThat(client.answer()).startsWith("HTTP/1.1 200 OK").endsWith("fine");
      client.send("GET /next HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(client.answer()).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInTurn() throws IOException {
    try (RawClient client = house.client()) {
      String get = "GET /p HTTP/1.1\r\n" + HOST + "\r\n";
      client.send(
          get
              + "POST /q HTTP/1.1\r\n"
              + HOST
              + "Content-Length: 3\r\n\r\nabc"
              + get
              + get.substring(0, 9));
      for (int i = 0; i < 3; i++) {
        assertThat(client.answer()).startsWith("HTTP/1.1 200 OK").endsWith("fine");
      }
      client.send(get.substring(9));
      assertThat(client.answer()).endsWith("fine");
    }
  }

  @Test
  void headByteByByteIsUnderstood() throws IOException {
    try (RawClient client = house.client()) {
      for (char c : ("GET /slow HTTP/1.1\r\n" + HOST + "\r\n").toCharArray()) {
        client.send(String.valueOf(c));
      }
      assertThat(client.answer()).endsWith("fine");
    }
  }

  @Test
  void tooLargeHeadsAreRefused() throws IOException {
    String large = "X: " + "y".repeat(70_000) + "\r\n";
    assertThat(house.ask("GET / HTTP/1.1\r\n" + HOST + large + "\r\n")).startsWith("HTTP/1.1 431 ");
    assertThat(house.ask("GET /" + "y".repeat(70_000) + " HTTP/1.1\r\n" + HOST + "\r\n"))
        .startsWith("HTTP/1.1 414 ");
    assertThat(house.ask("GET / HTTP/1.1\r\n" + HOST + "X: y\r\n".repeat(101) + "\r\n"))
        .startsWith("HTTP/1.1 431 ");
  }
}
