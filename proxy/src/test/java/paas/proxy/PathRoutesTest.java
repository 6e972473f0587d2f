package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Paths of one app that are another app's. */
class PathRoutesTest {
  private static String ask(House house, String path) throws Exception {
    return house.ask("GET " + path + " HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n");
  }

  private static AppRoute route(
      String app, AppRoute.Mode mode, Rules rules, List<Traffic.PathRule> paths, Target target) {
    Traffic traffic = new Traffic(null, null, null, false, null, false, false, paths);
    return new AppRoute(
        app, "v1", Set.of(app + ".test"), mode, List.of(target), Timeouts.DEFAULT, rules, traffic);
  }

  private static Backend says(String who) throws Exception {
    return new Backend(call -> call.ok(who + " " + call.line()));
  }

  @Test
  void theLongestPrefixOfWholeSegmentsWinsAndSpellingGetsAroundNothing() throws Exception {
    try (Backend shop = says("shop");
        Backend api = says("api");
        Backend old = says("old");
        House house = new House()) {
      List<Traffic.PathRule> paths =
          List.of(
              new Traffic.PathRule("/api", "api", true),
              new Traffic.PathRule("/api/v1", "old", false));
      // One hop: what the other app gives away counts for its own hosts.
      List<Traffic.PathRule> back = List.of(new Traffic.PathRule("/x", "shop", false));
      house.publish(
          route("shop", AppRoute.Mode.SERVING, Rules.NONE, paths, shop.target("s")),
          route("api", AppRoute.Mode.SERVING, Rules.NONE, back, api.target("a")),
          route("old", AppRoute.Mode.SERVING, Rules.NONE, List.of(), old.target("o")));
      assertThat(ask(house, "/")).endsWith("shop GET / HTTP/1.1");
      assertThat(ask(house, "/apis")).endsWith("shop GET /apis HTTP/1.1");
      assertThat(ask(house, "/api")).endsWith("api GET / HTTP/1.1");
      assertThat(ask(house, "/api?q=/../x")).endsWith("api GET /?q=/../x HTTP/1.1");
      assertThat(ask(house, "/api/x%20y?z")).endsWith("api GET /x%20y?z HTTP/1.1");
      assertThat(ask(house, "/api/a/../b")).endsWith("api GET /a/../b HTTP/1.1");
      assertThat(ask(house, "/api/v1/x")).endsWith("old GET /api/v1/x HTTP/1.1");
      assertThat(ask(house, "/api/x/y")).endsWith("api GET /x/y HTTP/1.1");
      assertThat(ask(house, "http://shop.test/api/x")).endsWith("api GET /x HTTP/1.1");
      for (String two :
          List.of(
              "/api/../admin",
              "/api/%2e%2E/admin",
              "/api/..;/admin",
              "/api/..%2fadmin",
              "/api/v2/../v1/x",
              "/%61pi",
              "//api",
              "/x/../api",
              "/api%2Fv1",
              "/api;v=1/v1",
              "/x\\..\\api")) {
        assertThat(ask(house, two)).as(two).startsWith("HTTP/1.1 400 ");
      }
      assertThat(ask(house, "/x/../y//z%2f")).endsWith("shop GET /x/../y//z%2f HTTP/1.1");
    }
  }

  @Test
  void theRulesOfBothAppsCount() throws Exception {
    Rules login = new Rules(null, List.of(), List.of(Login.of("ann", "s", "secret")), 0, null);
    Rules closed = new Rules("api.test", List.of("192.0.2.0/24"), List.of(), 0, null);
    List<Traffic.PathRule> paths =
        List.of(
            new Traffic.PathRule("/api", "api", false), new Traffic.PathRule("/no", "no", false));
    try (Backend shop = says("shop");
        Backend api = says("api");
        House house = new House()) {
      AppRoute own = route("shop", AppRoute.Mode.SERVING, Rules.NONE, paths, shop.target("s"));
      house.publish(
          own, route("api", AppRoute.Mode.MAINTENANCE, Rules.NONE, List.of(), api.target("a")));
      assertThat(ask(house, "/api")).startsWith("HTTP/1.1 503 ").contains("H80");
      assertThat(ask(house, "/no")).startsWith("HTTP/1.1 404 ");
      house.publish(own, route("api", AppRoute.Mode.SERVING, login, List.of(), api.target("a")));
      assertThat(ask(house, "/api")).startsWith("HTTP/1.1 401 ");
      assertThat(ask(house, "/")).startsWith("HTTP/1.1 200 ");
      house.publish(own, route("api", AppRoute.Mode.SERVING, closed, List.of(), api.target("a")));
      assertThat(ask(house, "/api")).as("not sent to its canonical host").contains(" 403 ");
      house.publish(
          route("shop", AppRoute.Mode.SERVING, closed, paths, shop.target("s")),
          route("api", AppRoute.Mode.SERVING, Rules.NONE, List.of(), api.target("a")));
      assertThat(ask(house, "/api")).as("the host's app decides who comes").contains(" 403 ");
    }
  }
}
