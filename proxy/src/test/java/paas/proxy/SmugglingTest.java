package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Requests that come in pieces, and in one: {@link RawCorpusTest} has those that are refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmugglingTest {
  private static final String HOST = "Host: shop.test\r\n";
  private final FineHouse fine = new FineHouse();
  private final House house = fine.house;

  SmugglingTest() throws IOException {}

  @BeforeEach
  void serve() throws IOException {
    fine.anew();
  }

  @AfterAll
  void close() throws IOException {
    fine.close();
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
}
