package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a route asks of a request, and requests that wait. */
class RulesTest {
  private static final Rules NONE = Rules.NONE;
  private static final String POST =
      "POST / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody";

  private static Backend echo() throws IOException {
    return new Backend(call -> call.ok(new String(call.body(), StandardCharsets.UTF_8)));
  }

  private static AppRoute route(AppRoute.Mode mode, Rules rules, Target... targets) {
    return new AppRoute(
        "shop",
        "v1",
        Set.of("shop.test", "www.shop.test"),
        mode,
        List.of(targets),
        Timeouts.DEFAULT,
        rules);
  }

  private static House serving(Backend backend, Rules rules) throws IOException {
    return serving(backend, rules, settings -> settings);
  }

  private static House serving(Backend backend, Rules rules, UnaryOperator<ProxySettings> how)
      throws IOException {
    return new House(how).publish(route(AppRoute.Mode.SERVING, rules, backend.target("t1")));
  }

  @Test
  void aPausedAppsRequestsWaitAndAreAllAnswered() throws Exception {
    try (Backend backend = echo();
        House house = new House()) {
      house.publish(route(AppRoute.Mode.PAUSED, NONE, backend.target("t1")));
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        clients.add(house.client().send(POST));
      }
      Awaitility.await().until(() -> house.proxy.held("shop") == 20);
      assertThat(backend.calls).isEmpty();
      house.publish(route(AppRoute.Mode.PAUSED, NONE, backend.target("t2")));
      house.publish(route(AppRoute.Mode.SERVING, NONE, backend.target("t2")));
      for (RawClient client : clients) {
        assertThat(client.toEnd()).startsWith("HTTP/1.1 200 ").endsWith("body");
        client.close();
      }
      assertThat(house.proxy.held("shop")).isZero();
      assertThat(house.line(0).connectMillis()).isNotNegative();
    }
  }

  @Test
  void whoWaitsTooLongOrIsTooManyIsToldSo() throws Exception {
    try (Backend backend = echo();
        House house =
            new House(settings -> settings.withLimits(new Limits(65_536, 100, 100, 100, 1, 16)))) {
      house.publish(
          new AppRoute(
              "shop",
              "v1",
              Set.of("shop.test"),
              AppRoute.Mode.PAUSED,
              List.of(backend.target("t1")),
              House.SHORT));
      try (RawClient first = house.client().send(POST)) {
        Awaitility.await().until(() -> house.proxy.held("shop") == 1);
        assertThat(house.get("/")).startsWith("HTTP/1.1 503 ").contains("H11", "as many requests");
        assertThat(first.toEnd()).startsWith("HTTP/1.1 503 ").contains("H11", "waited");
      }
      try (RawClient _ = house.client().send(POST)) {
        Awaitility.await().until(() -> house.proxy.held("shop") == 1);
      }
      Awaitility.await().until(() -> house.proxy.held("shop") == 0);
      assertThat(backend.calls).isEmpty();
    }
  }

  @Test
  void maintenanceIsAPage() throws Exception {
    try (House house = new House()) {
      house.publish(route(AppRoute.Mode.MAINTENANCE, NONE));
      assertThat(house.get("/")).startsWith("HTTP/1.1 503 ").contains("Under maintenance", "H80");
      assertThat(house.line(0).code()).isEqualTo("H80");
    }
  }

  @Test
  void onlyAllowedAddressesAreServed() throws Exception {
    Rules others = new Rules(null, List.of("10.0.0.0/8", "2001:db8::/32"), List.of(), 0, null);
    try (Backend backend = echo();
        House house = serving(backend, others);
        House behind =
            serving(backend, others, how -> how.withTrustedProxies(List.of("127.0.0.1")))) {
      assertThat(house.ask(POST)).startsWith("HTTP/1.1 403 ");
      assertThat(house.ask(from("10.1.2.3"))).as("not from a trusted proxy").contains(" 403 ");
      assertThat(behind.ask(from("10.1.2.3"))).startsWith("HTTP/1.1 200 ");
      assertThat(behind.ask(from("10.9.9.9, 192.0.2.1")))
          .as("the last hop counts")
          .contains(" 403 ");
      assertThat(behind.ask(from("10.9, 10.1.2.3"))).startsWith("HTTP/1.1 200 ");
      assertThat(behind.ask(POST)).startsWith("HTTP/1.1 403 ");
    }
  }

  private static String from(String forwardedFor) {
    return POST.replace("\r\nConn", "\r\nX-Forwarded-For: " + forwardedFor + "\r\nConn");
  }

  @Test
  void aLoginIsAskedFor() throws Exception {
    List<Login> logins = List.of(Login.of("ann", "s1", "a:b"), Login.of("bob", "s2", "æble"));
    try (Backend backend = echo();
        House house = serving(backend, new Rules(null, List.of(), logins, 0, null))) {
      assertThat(house.ask(POST))
          .startsWith("HTTP/1.1 401 ")
          .contains("WWW-Authenticate: Basic realm=\"restricted\", charset=\"UTF-8\"\r\n");
      assertThat(house.ask(as("ann", "a:b"))).startsWith("HTTP/1.1 200 ").endsWith("body");
      assertThat(house.ask(as("bob", "æble"))).startsWith("HTTP/1.1 200 ");
      for (String wrong : List.of(as("bob", "a:b"), as("ann", ""), as("", ""), bare("Basic ***"))) {
        assertThat(house.ask(wrong)).startsWith("HTTP/1.1 401 ");
      }
      assertThat(house.ask(bare("Bearer x"))).startsWith("HTTP/1.1 401 ");
    }
  }

  private static String as(String user, String password) {
    byte[] text = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return bare("basic " + Base64.getEncoder().encodeToString(text));
  }

  private static String bare(String authorization) {
    return POST.replace("\r\nConn", "\r\nAuthorization: " + authorization + "\r\nConn");
  }

  @Test
  void otherHostsAreSentToTheCanonicalOne() throws Exception {
    Rules www = new Rules("WWW.shop.test", List.of(), List.of(), 0, null);
    try (Backend backend = echo();
        House house = serving(backend, www)) {
      String get = "GET /a?b=c HTTP/1.1\r\nHost: Shop.test:8080\r\nConnection: close\r\n\r\n";
      assertThat(house.ask(get))
          .startsWith("HTTP/1.1 308 ")
          .contains("\r\nLocation: http://www.shop.test:8080/a?b=c\r\n");
      assertThat(house.ask(get.replace("Shop.test", "www.Shop.test"))).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedOrCut() throws Exception {
    try (Backend backend = echo();
        House house = serving(backend, new Rules(null, List.of(), List.of(), 4, null))) {
      assertThat(house.ask(POST)).startsWith("HTTP/1.1 200 ").endsWith("body");
      assertThat(house.ask(POST.replace("4\r\n\r\n", "5\r\n\r\n"))).startsWith("HTTP/1.1 413 ");
      assertThat(backend.calls).hasSize(1);
      String chunked = POST.replace("Content-Length: 4", "Transfer-Encoding: chunked");
      assertThat(house.ask(chunked.replace("body", "4\r\nbody\r\n0\r\n\r\n"))).contains(" 200 ");
      assertThat(house.ask(chunked.replace("body", "4\r\nbody\r\n1\r\n!\r\n0\r\n\r\n")))
          .startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  void rulesThatCannotBeKeptAreRefused() {
    assertThatThrownBy(() -> new Rules("a b", List.of(), List.of(), 0, null))
        .hasMessageContaining("not a host name");
    assertThatThrownBy(() -> new Rules(null, List.of("10.0.0.0/40"), List.of(), 0, null))
        .hasMessageContaining("not a block of addresses: 10.0.0.0/40");
  }

  @Test
  void anAppHasPagesOfItsOwn() throws IOException {
    String html = "Host: shop.test\r\nAccept: text/html\r\nConnection: close\r\n\r\n";
    Pages own = new Pages("<b>{title}</b>", "<i>{host} {label} {request} { color: red }</i>");
    try (House house = new House()) {
      for (AppRoute.Mode mode :
          new AppRoute.Mode[] {AppRoute.Mode.MAINTENANCE, AppRoute.Mode.STOPPED}) {
        house.publish(
            new AppRoute(
                "shop",
                "v1",
                Set.of("shop.test"),
                mode,
                List.of(),
                Timeouts.DEFAULT,
                Rules.NONE,
                Traffic.NONE,
                own));
        String answer = house.ask("GET / HTTP/1.1\r\n" + html);
        assertThat(answer).startsWith("HTTP/1.1 503 ").contains("Content-Type: text/html");
        assertThat(answer)
            .endsWith(
                mode == AppRoute.Mode.STOPPED ? " { color: red }</i>" : "<b>Under maintenance</b>");
      }
      assertThat(house.ask("GET / HTTP/1.1\r\n" + html)).contains("<i>shop.test 503 H14 ");
      assertThat(house.get("/")).as("who wants no HTML").contains("text/plain");
      assertThat(house.ask("GET / HTTP/1.1\r\n" + html.replace("shop", "other")))
          .doesNotContain("<i>");
    }
  }
}
