package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    return new Traffic(new Traffic.Cap(concurrency, queue), null);
  }

  private static Traffic eject(int failures, long millis, boolean errors) {
    return new Traffic(null, new Traffic.Ejection(failures, millis, millis, errors));
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
          route(Timeouts.DEFAULT, eject(3, 2000, false), bad.target("bad"), good.target("good")));
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
    gone.close();
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
}
