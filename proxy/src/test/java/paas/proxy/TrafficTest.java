package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Which target gets a request, and how many there may be at a time. */
class TrafficTest {
  private static final String GET =
      "GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n";

  private static AppRoute route(Timeouts times, Traffic traffic, Target... targets) {
    return new AppRoute(
        "shop",
        "v1",
        Set.of("shop.test"),
        AppRoute.Mode.SERVING,
        List.of(targets),
        times,
        Rules.NONE,
        traffic);
  }

  private static Traffic cap(int concurrency, int queue) {
    return new Traffic(new Traffic.Cap(concurrency, queue), null, null, false, null, false, false);
  }

  private static Traffic eject(int failures, long millis, boolean errors) {
    return new Traffic(
        null,
        new Traffic.Ejection(failures, millis, millis, errors),
        null,
        false,
        null,
        false,
        false);
  }

  @Test
  void noMoreThanTheCapAreInFlightAndTheOthersWaitTheirTurn() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch go = new CountDownLatch(1);
    try (Backend backend =
            new Backend(call -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              go.await(30, TimeUnit.SECONDS);
              now.decrementAndGet();
              call.ok("done");
            });
        House house = new House()) {
      Target target = backend.target("t1");
      house.publish(route(Timeouts.DEFAULT, cap(3, 20), target));
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        clients.add(house.client().send(GET));
      }
      Awaitility.await().until(() -> house.proxy.held("shop") == 17 && now.get() == 3);
      RawClient leaves = house.client().send(GET);
      Awaitility.await().until(() -> house.proxy.held("shop") == 18);
      leaves.close();
      Awaitility.await().until(() -> house.proxy.held("shop") == 17);
      // Neither another table nor a pause loses anybody's place.
      house.publish(route(Timeouts.DEFAULT, cap(4, 20), target));
      Awaitility.await().until(() -> house.proxy.held("shop") == 16 && now.get() == 4);
      go.countDown();
      for (RawClient client : clients) {
        assertThat(client.toEnd()).startsWith("HTTP/1.1 200 ").endsWith("done");
        client.close();
      }
      assertThat(most.get()).isEqualTo(4);
      Awaitility.await().until(() -> house.proxy.inFlight("t1") == 0);
    }
  }

  @Test
  void whoFindsTheQueueFullOrWaitsTooLongGetsH11() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (Backend backend =
            new Backend(call -> {
              go.await(30, TimeUnit.SECONDS);
              call.ok("done");
            });
        House house = new House()) {
      Timeouts quick =
          new Timeouts(
              Timeouts.DEFAULT.connect(),
              Timeouts.DEFAULT.firstByte(),
              Timeouts.DEFAULT.idle(),
              House.SHORT.hold());
      house.publish(route(quick, cap(1, 1), backend.target("t1")));
      try (RawClient first = house.client().send(GET)) {
        Awaitility.await().until(() -> backend.calls.size() == 1);
        try (RawClient second = house.client().send(GET)) {
          Awaitility.await().until(() -> house.proxy.held("shop") == 1);
          assertThat(house.ask(GET)).startsWith("HTTP/1.1 503 ").contains("H11", "as many wait");
          assertThat(house.line(0).description()).isEqualTo("Backlog too deep");
          assertThat(second.toEnd()).startsWith("HTTP/1.1 503 ").contains("H11", "has waited");
        }
        try (RawClient third = house.client().send(GET)) {
          Awaitility.await().until(() -> house.proxy.held("shop") == 1);
          // Nobody waits for what is not asked for any more.
          house.publish(route(quick, Traffic.NONE, backend.target("t1")));
          go.countDown();
          assertThat(third.toEnd()).startsWith("HTTP/1.1 200 ");
        }
        assertThat(first.toEnd()).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  @Test
  void aTargetThatFailsInARowIsPassedOverAndComesBack() throws Exception {
    AtomicInteger broken = new AtomicInteger(3);
    try (Backend bad =
            new Backend(call -> {
              if (broken.getAndDecrement() > 0) {
                call.socket().close();
              } else {
                call.ok("bad");
              }
            });
        Backend good = new Backend(call -> call.ok("good"));
        House house = new House()) {
      house.publish(
          route(Timeouts.DEFAULT, eject(3, 700, false), bad.target("bad"), good.target("good")));
      int failed = 0;
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String answer = house.ask(GET);
        failed += answer.startsWith("HTTP/1.1 503 ") ? 1 : 0;
        answers.add(answer);
      }
      assertThat(failed).isEqualTo(3);
      assertThat(answers.getLast()).endsWith("good");
      Awaitility.await().until(() -> house.ask(GET).endsWith("bad"));
    }
  }

  @Test
  void answersOfErrorsCountWhenAskedAndTheLastOneIsNeverLeftOut() throws Exception {
    try (Backend bad =
            new Backend(call -> call.write("HTTP/1.1 500 No\r\nContent-Length: 3\r\n\r\nbad"));
        Backend good = new Backend(call -> call.ok("good"));
        House house = new House()) {
      Target first = bad.target("bad");
      Target second = good.target("good");
      house.publish(route(Timeouts.DEFAULT, eject(2, 60_000, true), first, second));
      assertThat(statuses(house, 12)).containsExactly(200, 200, 200, 200);
      house.publish(route(Timeouts.DEFAULT, eject(2, 60_000, true), first));
      assertThat(statuses(house, 12)).containsExactly(500, 500, 500, 500);
    }
  }

  /** The last four of so many. */
  private static List<Integer> statuses(House house, int asked) throws IOException {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < asked; i++) {
      all.add(Integer.parseInt(house.ask(GET).substring(9, 12)));
    }
    return all.subList(asked - 4, asked);
  }

  @Test
  void aRefusedConnectionCostsTheClientNothingAndCounts() throws Exception {
    Backend gone = new Backend(call -> call.ok("never"));
    end(gone);
    try (Backend good = new Backend(call -> call.ok("good"));
        House house = new House()) {
      house.publish(
          route(
              Timeouts.DEFAULT, eject(2, 60_000, false), gone.target("gone"), good.target("good")));
      for (int i = 0; i < 10; i++) {
        assertThat(house.ask(GET)).endsWith("good");
      }
    }
  }

  @Test
  void aTargetThatAnswersItsCheckWronglyIsNotChosenUntilItIsWell() throws Exception {
    AtomicBoolean well = new AtomicBoolean(true);
    try (Backend sick =
            new Backend(call -> {
              if (call.line().contains("/health") && !well.get()) {
                call.write("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
              } else {
                call.ok("sick");
              }
            });
        Backend good = new Backend(call -> call.ok("good"));
        House house = new House()) {
      Traffic asked =
          new Traffic(
              null, null, new Traffic.Check("/health", 20, 5000, 2), false, null, false, false);
      house.publish(route(Timeouts.DEFAULT, asked, sick.target("sick"), good.target("good")));
      Awaitility.await().until(() -> house.ask(GET).endsWith("sick"));
      well.set(false);
      Awaitility.await().until(() -> answers(house, 6).equals(Set.of("good")));
      assertThat(house.notices.getFirst().kind()).isEqualTo(Notice.Kind.PASSED_OVER);
      assertThat(house.notices.getFirst().text()).isEqualTo("GET /health -> 503");
      well.set(true);
      Awaitility.await().until(() -> answers(house, 6).equals(Set.of("good", "sick")));
      well.set(false);
      Awaitility.await().until(() -> answers(house, 6).equals(Set.of("good")));
      // Who is not asked any more is as good as any.
      house.publish(
          route(Timeouts.DEFAULT, Traffic.NONE, sick.target("sick"), good.target("good")));
      assertThat(answers(house, 6)).isEqualTo(Set.of("good", "sick"));
    }
  }

  private static Set<String> answers(House house, int asked) throws IOException {
    Set<String> bodies = new HashSet<>();
    for (int i = 0; i < asked; i++) {
      String answer = house.ask(GET);
      bodies.add(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }
    return bodies;
  }

  @Test
  void aVisitorStaysWithItsTargetAsLongAsThatIsThere() throws Exception {
    try (Backend a = new Backend(call -> call.ok("a"));
        Backend b = new Backend(call -> call.ok("b"));
        House house = new House()) {
      Traffic sticky = new Traffic(null, null, null, true, null, false, false);
      house.publish(route(Timeouts.DEFAULT, sticky, a.target("a"), b.target("b")));
      String first = house.ask(GET);
      assertThat(first)
          .containsPattern(
              "Set-Cookie: paas-to-shop=[0-9a-f]{16}; Path=/; HttpOnly; SameSite=Lax\r\n");
      String cookie = cookie(first);
      for (int i = 0; i < 6; i++) {
        String again = house.ask(with("x=1; " + cookie + "; y=2"));
        assertThat(again).endsWith(body(first)).doesNotContain("Set-Cookie");
      }
      Target other = body(first).equals("a") ? b.target("b") : a.target("a");
      house.publish(route(Timeouts.DEFAULT, sticky, other));
      String moved = house.ask(with(cookie));
      assertThat(moved).endsWith(other.id());
      assertThat(cookie(moved)).isNotEqualTo(cookie);
      assertThat(house.ask(with("paas-to-shop=%s; paas-to-shop=a; not-paas-to-shop=b")))
          .endsWith(other.id());
      house.publish(route(Timeouts.DEFAULT, Traffic.NONE, other));
      assertThat(house.ask(GET)).doesNotContain("Set-Cookie");
    }
  }

  @Test
  void aShareOfVisitorsGetsTheNewReleaseAndKeepsIt() throws Exception {
    try (Backend old = new Backend(call -> call.ok("old"));
        Backend fresh = new Backend(call -> call.ok("new"));
        House house = new House()) {
      Target[] both = {old.target("old"), fresh.target("new")};
      house.publish(route(Timeouts.DEFAULT, canary(30), both));
      int got = 0;
      for (int i = 0; i < 60; i++) {
        String answer = house.ask(GET);
        got += answer.endsWith("new") ? 1 : 0;
        assertThat(house.ask(with(cookie(answer)))).endsWith(body(answer));
      }
      assertThat(got).isBetween(3, 40);
      assertThat(house.ask(with("paas-share-shop=29")))
          .endsWith("new")
          .doesNotContain("Set-Cookie");
      Awaitility.await()
          .until(() -> house.lines.stream().anyMatch(line -> line.release().equals("v2")));
      assertThat(house.ask(with("paas-share-shop=30"))).endsWith("old");
      house.publish(route(Timeouts.DEFAULT, canary(100), both));
      assertThat(house.ask(with("paas-share-shop=99"))).endsWith("new");
      house.publish(route(Timeouts.DEFAULT, canary(0), both));
      assertThat(house.ask(with("paas-share-shop=0"))).endsWith("old");
      // Who is not well gets none, whoever asks.
      house.publish(route(Timeouts.DEFAULT, canary(100), both));
      end(fresh);
      for (int i = 0; i < 5; i++) {
        assertThat(house.ask(with("paas-share-shop=0"))).endsWith("old");
      }
      assertThat(house.notices.getLast().process()).isEqualTo("web.1 of v2");
    }
  }

  /** Returns when nothing listens there any more. */
  private static void end(Backend backend) throws IOException {
    int port = backend.port();
    backend.close();
    Awaitility.await()
        .until(() -> {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !socket.isConnected();
          } catch (IOException refused) {
            return true;
          }
        });
  }

  private static Traffic canary(int percent) {
    return new Traffic(
        null,
        new Traffic.Ejection(1, 60_000, 60_000, false),
        null,
        false,
        new Traffic.Canary("v2", Set.of("new"), percent),
        false,
        false);
  }

  private static String with(String cookies) {
    return GET.replace("\r\n\r\n", "\r\nCookie: " + cookies + "\r\n\r\n");
  }

  private static String cookie(String answer) {
    String line =
        answer.lines().filter(l -> l.startsWith("Set-Cookie: ")).findFirst().orElseThrow();
    return line.substring(12, line.indexOf(';'));
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  @Test
  void aRequestForAnAppThatSleepsSaysSoAndWaitsUntilItIsWoken() throws Exception {
    Traffic timed = new Traffic(null, null, null, false, null, true, false);
    try (Backend backend = new Backend(call -> call.ok("awake"));
        House house = new House()) {
      AppRoute awake = route(Timeouts.DEFAULT, timed, backend.target("t1"));
      house.publish(awake);
      assertThat(house.proxy.idleMillis()).containsOnlyKeys("shop");
      house.publish(asleep(awake, Timeouts.DEFAULT));
      Awaitility.await().until(() -> house.proxy.idleMillis().getOrDefault("shop", 0L) > 50);
      try (RawClient client = house.client().send(GET)) {
        Awaitility.await().until(() -> house.notices.size() == 1);
        assertThat(house.notices.getFirst().kind()).isEqualTo(Notice.Kind.WAKE);
        assertThat(house.notices.getFirst().app()).isEqualTo("shop");
        assertThat(house.proxy.held("shop")).isEqualTo(1);
        house.publish(awake);
        assertThat(client.toEnd()).endsWith("awake");
      }
      house.publish(asleep(awake, House.SHORT));
      assertThat(house.ask(GET)).startsWith("HTTP/1.1 503 ").contains("H20", "sleeps");
      house.publish(route(Timeouts.DEFAULT, Traffic.NONE, backend.target("t1")));
      assertThat(house.proxy.idleMillis()).isEmpty();
    }
  }

  private static AppRoute asleep(AppRoute awake, Timeouts times) {
    return new AppRoute(
        awake.app(),
        awake.release(),
        awake.hosts(),
        AppRoute.Mode.ASLEEP,
        awake.targets(),
        times,
        awake.rules(),
        awake.traffic());
  }
}
