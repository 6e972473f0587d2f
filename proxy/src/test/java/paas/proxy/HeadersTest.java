package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeadersTest {
  private String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private final Backend backend = new Backend(call -> call.write(answer));

  HeadersTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    backend.close();
  }

  private Backend.Call seen(House house, String fields) throws IOException {
    house.serve(backend.target("t1"));
    String got =
        house.ask(
            "GET /x?y=1 HTTP/1.1\r\nHost: Shop.Test.:8080\r\n"
                + fields
                + "Connection: close\r\n\r\n");
    assertThat(got).startsWith("HTTP/1.1 200 OK").endsWith("hi");
    return backend.calls.getFirst();
  }

  @Test
  void forwardingFieldsAreFresh() throws IOException {
    try (House house = new House()) {
      Backend.Call call =
          seen(
              house,
              "X-Forwarded-For: 6.6.6.6\r\nx-forwarded-proto: https\r\nX-Forwarded-Host: evil\r\nX-Forwarded-Prefix: /x\r\nX_Forwarded_For: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\nX-Real-IP: 6.6.6.6\r\nX-Request-Id: mine-0123456789abcdef\r\n");
      assertThat(call.line()).isEqualTo("GET /x?y=1 HTTP/1.1");
      assertThat(call.all("host")).containsExactly("Shop.Test.:8080");
      assertThat(call.all("x-forwarded-for")).containsExactly("127.0.0.1");
      assertThat(call.all("x-forwarded-proto")).containsExactly("http");
      assertThat(call.all("x-forwarded-host")).containsExactly("Shop.Test.:8080");
      assertThat(call.all("x-forwarded-port"))
          .containsExactly("" + house.proxy.address().getPort());
      assertThat(call.all("x-request-id")).singleElement().asString().matches("[0-9a-f-]{36}");
      assertThat(call.all("x-request-start")).singleElement().asString().matches("[0-9]{13}");
      assertThat(call.head()).doesNotContain("6.6.6.6", "Forwarded-Prefix", "mine-", "evil");
      assertThat(house.line(0).requestId()).isEqualTo(call.all("x-request-id").getFirst());
    }
  }

  @Test
  void aTrustedPeerIsBelieved() throws IOException {
    try (House house = new House(settings -> settings.withTrustedProxies(List.of("127.0.0.0/8")))) {
      Backend.Call call =
          seen(
              house,
              "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Port: 443\r\nX-Request-Id: mine-0123456789abcdef\r\n");
      assertThat(call.all("x-forwarded-for")).containsExactly("203.0.113.9, 127.0.0.1");
      assertThat(call.all("x-forwarded-proto")).containsExactly("https");
      assertThat(call.all("x-forwarded-port")).containsExactly("443");
      assertThat(call.all("x-request-id")).containsExactly("mine-0123456789abcdef");
      assertThat(house.line(0).fwd()).isEqualTo("203.0.113.9, 127.0.0.1");
    }
  }

  /** As HAProxy does by default: the client's own line stays in front. */
  @Test
  void aTrustedPeerThatOnlyAddsALineIsBelievedForItsLineAlone() throws IOException {
    try (House house = new House(settings -> settings.withTrustedProxies(List.of("127.0.0.0/8")))) {
      Backend.Call call =
          seen(
              house,
              "X-Forwarded-For: 10.0.0.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: http\r\n");
      assertThat(call.all("x-forwarded-for")).containsExactly("10.0.0.1, 203.0.113.9, 127.0.0.1");
      assertThat(call.all("x-forwarded-proto")).containsExactly("http");
      AppRoute route = House.shop(Timeouts.DEFAULT, backend.target("t1"));
      Rules inside = new Rules(null, List.of("10.0.0.0/8"), List.of(), 0, null);
      house.publish(
          new AppRoute(
              route.app(),
              route.release(),
              route.hosts(),
              route.mode(),
              route.targets(),
              route.timeouts(),
              inside));
      assertThat(
              house.ask(
                  "GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\nX-Forwarded-For: 10.0.0.1\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n"))
          .startsWith("HTTP/1.1 403 ");
    }
  }

  @Test
  void hopByHopFieldsStayOnTheirHopBothWays() throws IOException {
    answer =
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive, X-Inner\r\nX-Inner: 1\r\nKeep-Alive: timeout=5\r\nProxy-Connection: x\r\nUpgrade: h2c\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\nhi";
    try (House house = new House().serve(backend.target("t1"))) {
      String got =
          house.ask(
              "GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close, X-Mine\r\nX-Mine: 1\r\nKeep-Alive: 5\r\nTE: trailers\r\nProxy-Authorization: x\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\nX-Kept: 1\r\n\r\n");
      String head = backend.calls.getFirst().head();
      assertThat(head)
          .contains("X-Kept: 1")
          .doesNotContain("X-Mine", "Keep-Alive", "TE:", "Proxy-", "Upgrade", "HTTP2");
      assertThat(backend.calls.getFirst().all("connection")).isEmpty();
      assertThat(got)
          .contains("Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n")
          .doesNotContain("X-Inner", "Keep-Alive", "Proxy-Connection", "Upgrade", "Via", "Server:");
    }
  }

  @Test
  void absoluteTargetsBecomePaths() throws IOException {
    try (House house = new House().serve(backend.target("t1"))) {
      house.ask(
          "GET http://SHOP.test:80/p?q HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n");
      house.ask("GET http://shop.test?q HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n");
      assertThat(backend.calls)
          .extracting(Backend.Call::line)
          .containsExactly("GET /p?q HTTP/1.1", "GET /?q HTTP/1.1");
    }
  }

  @Test
  void headsWithoutBodiesKeepTheConnection() throws IOException {
    try (House house = new House().serve(backend.target("t1"));
        RawClient client = house.client()) {
      answer = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n";
      client.send("HEAD / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 200 OK").contains("Content-Length: 1000");
      answer = "HTTP/1.1 204 No Content\r\n\r\n";
      client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      assertThat(client.head())
          .startsWith("HTTP/1.1 204 No Content")
          .doesNotContain("Content-Length");
      answer = "HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n";
      client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 304 Not Modified");
      answer =
          "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
      client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 103 Early Hints").contains("Link: </a>");
      assertThat(client.answer()).endsWith("hi");
      assertThat(backend.sockets).as("one kept connection").hasSize(1);
    }
  }

  @Test
  void answersWithoutLengthAreChunkedForNewClientsAndEndedForOld() throws IOException {
    answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n";
    try (House house = new House().serve(backend.target("t1"))) {
      assertThat(house.get("/"))
          .contains("Transfer-Encoding: chunked\r\n")
          .endsWith("\r\n\r\n2\r\nhi\r\n0\r\n\r\n");
      assertThat(house.ask("GET / HTTP/1.0\r\nHost: shop.test\r\n\r\n"))
          .contains("Connection: close\r\n")
          .doesNotContain("chunked")
          .endsWith("\r\n\r\nhi");
    }
  }

  @Test
  void continueIsPassedOn() throws IOException {
    try (Backend patient =
            new Backend(call -> {
              call.write("HTTP/1.1 100 Continue\r\n\r\n");
              call.ok(new String(call.body(), java.nio.charset.StandardCharsets.UTF_8));
            });
        House house = new House().serve(patient.target("t1"));
        RawClient client = house.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: shop.test\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
      assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue\n");
      client.send("hello");
      assertThat(client.answer()).endsWith("hello");
    }
  }

  @Test
  void pagesSayWhatIsWrong() throws IOException {
    AppRoute none =
        new AppRoute(
            "b", "v1", Set.of("b.test"), AppRoute.Mode.NO_WEB, List.of(), Timeouts.DEFAULT);
    AppRoute off =
        new AppRoute(
            "c", "v1", Set.of("c.test"), AppRoute.Mode.STOPPED, List.of(), Timeouts.DEFAULT);
    try (House house = new House().publish(none, off)) {
      String get = "GET / HTTP/1.1\r\nConnection: close\r\nHost: ";
      assertThat(house.ask(get + "x.test\r\n\r\n"))
          .startsWith("HTTP/1.1 404 ")
          .contains("No app answers to x.test", "text/plain");
      assertThat(house.ask(get + "b.test\r\nAccept: text/html,*/*\r\n\r\n"))
          .startsWith("HTTP/1.1 503 ")
          .contains("no web process", "text/html", "H14", house.line(1).requestId());
      assertThat(house.ask(get + "c.test\r\n\r\n")).startsWith("HTTP/1.1 503 ").contains("stopped");
      assertThat(house.line(1).text())
          .startsWith(
              "at=error code=H14 desc=\"No web processes running\" method=GET path=\"/\" host=b.test ");
    }
  }
}
