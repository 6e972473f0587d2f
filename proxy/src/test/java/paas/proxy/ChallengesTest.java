package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A certificate authority finds its challenge, whatever the app asks of others. */
class ChallengesTest {
  private static final String AT = "/.well-known/acme-challenge/";

  private static RouteTable table(long revision, Challenge... open) {
    Rules barred = new Rules("elsewhere.test", List.of("192.0.2.1"), List.of(), 1, null);
    AppRoute shop =
        new AppRoute(
            "shop",
            "v1",
            Set.of("shop.test", "*.shop.test"),
            AppRoute.Mode.MAINTENANCE,
            List.of(),
            Timeouts.DEFAULT,
            barred);
    return new RouteTable(revision, List.of(shop), List.of(open));
  }

  private static String request(String method, String host, String path) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: "
        + host
        + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
  }

  @Test
  void anAuthorityIsAnsweredBeforeAnyRuleOfTheApp() throws Exception {
    try (House house = new House()) {
      house.proxy.publish(
          table(
              1,
              new Challenge("SHOP.test", "abc", "abc.def"),
              new Challenge("new.test", "x", "y")));
      assertThat(house.ask(request("GET", "shop.test:80", AT + "abc")))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .endsWith("\r\n\r\nabc.def");
      assertThat(house.ask(request("HEAD", "shop.test", AT + "abc")))
          .contains("Content-Length: 7\r\n")
          .endsWith("\r\n\r\n");
      assertThat(house.ask(request("GET", "new.test", AT + "x"))).endsWith("\r\n\r\ny");
      for (String other : List.of(AT, AT + "x", AT + "abc/", AT + "abc?a=b", "/")) {
        assertThat(house.ask(request("GET", "shop.test", other)))
            .as(other)
            .startsWith("HTTP/1.1 403");
      }
      assertThat(house.ask(request("POST", "shop.test", AT + "abc"))).startsWith("HTTP/1.1 403");
      assertThat(house.ask(request("GET", "a.shop.test", AT + "abc"))).startsWith("HTTP/1.1 403");
      house.proxy.publish(table(2));
      assertThat(house.ask(request("GET", "shop.test", AT + "abc"))).startsWith("HTTP/1.1 403");
    }
  }

  @Test
  void whatIsOpenIsPartOfTheTable() {
    RouteTable asked = table(3, new Challenge("shop.test", "abc", "abc.def"));
    assertThat(TableJson.table(TableJson.bytes(asked))).isEqualTo(asked);
    String without =
        new String(TableJson.bytes(table(3)), StandardCharsets.UTF_8)
            .replace(",\"challenges\":[]", "");
    assertThat(without).doesNotContain("challenges");
    assertThat(TableJson.table(without.getBytes(StandardCharsets.UTF_8))).isEqualTo(table(3));
    assertThatThrownBy(() -> new Challenge("shop.test", "a/b", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Challenge("shop.test", "a", "x\r\n"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
