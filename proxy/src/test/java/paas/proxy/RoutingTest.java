package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import paas.proxy.http.HostName;

/** Table, claims, pool, log line and ring: the parts without a socket. */
class RoutingTest {
  private static AppRoute route(String app, String... hosts) {
    return new AppRoute(
        app, "v1", Set.of(hosts), AppRoute.Mode.STOPPED, List.of(), Timeouts.DEFAULT);
  }

  @Test
  void hostsBelongToOneApp() {
    assertThatThrownBy(
            () -> new RouteTable(1, List.of(route("a", "X.test"), route("b", "x.test."))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("host x.test is claimed by a and by b");
    assertThatThrownBy(() -> route("a", "x/y")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aHostsOwnRouteComesBeforeThatOfItsWildcard() {
    Routes routes = new Routes();
    assertThatThrownBy(() -> route("a", "*.x*.test")).isInstanceOf(IllegalArgumentException.class);
    routes.publish(
        new RouteTable(1, List.of(route("all", "*.X.test"), route("one", "one.x.test"))));
    assertThat(owner(routes, "one.x.test")).isEqualTo("one");
    assertThat(owner(routes, "two.x.test")).isEqualTo("all");
    assertThat(owner(routes, "x.test")).isEmpty();
    assertThat(owner(routes, "a.two.x.test")).isEmpty();
    assertThat(owner(routes, "localhost")).isEmpty();
  }

  private static String owner(Routes routes, String host) {
    LiveRoute found = routes.find(host);
    return found == null ? "" : found.route.app();
  }

  @Test
  void hostNamesAreCanonical() {
    assertThat(HostName.canonical("Shop.Example.COM.:8080")).isEqualTo("shop.example.com");
    assertThat(HostName.canonical("[::1]:80")).isEqualTo("[::1]");
    assertThat(HostName.canonical("10.0.0.1")).isEqualTo("10.0.0.1");
    for (String bad :
        List.of(
            "",
            ":80",
            "a..b",
            ".a",
            "a:b",
            "a:1:2",
            "a b",
            "[::1",
            "[::1]x",
            "a/b",
            "a@b",
            "a:123456",
            "é")) {
      assertThat(HostName.canonical(bad)).as(bad).isNull();
    }
  }

  @Test
  void claimsEndWithTheDrain() {
    Claims claims = new Claims();
    assertThat(claims.claim()).isTrue();
    assertThat(claims.claim()).isTrue();
    claims.drain();
    assertThat(claims.claim()).isFalse();
    assertThat(claims.inFlight()).isEqualTo(2);
    assertThat(claims.release()).isFalse();
    assertThat(claims.release()).isTrue();
    claims.reopen();
    assertThat(claims.claim()).isTrue();
    assertThat(claims.release()).as("not draining").isFalse();
  }

  private static final class Idle implements KeptConnections.Kept {
    final long since;
    boolean closed;

    Idle(long since) {
      this.since = since;
    }

    @Override
    public long idleSince() {
      return since;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void keptConnectionsAreBoundedByTargetAndAge() {
    KeptConnections<Idle> kept = new KeptConnections<>(2);
    Idle one = new Idle(1);
    Idle two = new Idle(2);
    Idle three = new Idle(3);
    List.of(one, two, three).forEach(idle -> kept.give("a", idle));
    assertThat(three.closed).isTrue();
    assertThat(kept.take("b")).isNull();
    kept.closeIdleSince(2);
    assertThat(one.closed).isTrue();
    assertThat(kept.take("a")).isSameAs(two);
    assertThat(kept.take("a")).isNull();
    kept.give("a", two);
    kept.close("a");
    assertThat(two.closed).isTrue();
  }

  @Test
  void aLogLineStaysOneLine() {
    RequestLine line =
        new RequestLine(
            Instant.EPOCH,
            "shop",
            "v1",
            "GET",
            "/a\"b\\\n c\u00e9",
            "x.test",
            "id",
            "1.2.3.4",
            "web.1",
            1,
            2,
            200,
            3,
            "http",
            null,
            null);
    assertThat(line.text())
        .isEqualTo(
            "at=info method=GET path=\"/a\\\"b\\\\\\u000a c\\u00e9\" host=x.test request_id=id fwd=\"1.2.3.4\" dyno=web.1 connect=1ms service=2ms status=200 bytes=3 protocol=http");
  }

  @Test
  void aSlowListenerLosesLinesButHoldsNobodyUp() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicLong lost = new AtomicLong();
    List<RequestLine> got = new CopyOnWriteArrayList<>();
    RouterLog slow =
        new RouterLog() {
          @Override
          public void request(RequestLine line) {
            try {
              go.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            got.add(line);
          }

          @Override
          public void dropped(long lines) {
            lost.addAndGet(lines);
          }
        };
    Facts ended = new Facts();
    try (LogRing ring = new LogRing(slow, 8)) {
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        writers.add(
            Thread.ofVirtual()
                .start(() -> {
                  for (int k = 0; k < 1000; k++) {
                    ring.offer(ended);
                  }
                }));
      }
      for (Thread writer : writers) {
        writer.join(5000);
      }
      go.countDown();
      Awaitility.await().until(() -> got.size() + lost.get() == 4000);
      assertThat(got.size()).isBetween(8, 20);
    }
  }
}
