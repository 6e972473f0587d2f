package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SwapTest {
  private static final Duration LOAD = Duration.ofSeconds(4);

  /** Each answer names its app and echoes the body; each app's POSTs are counted. */
  private static Backend app(String name, AtomicLong posts) throws IOException {
    return new Backend(call -> {
      byte[] body = call.body();
      if (call.line().startsWith("POST")) {
        posts.incrementAndGet();
      }
      call.ok(name + ":" + new String(body, java.nio.charset.StandardCharsets.UTF_8));
    });
  }

  private static AppRoute route(String app, Target... targets) {
    return new AppRoute(
        app,
        "v1",
        Set.of(app + ".test"),
        AppRoute.Mode.SERVING,
        List.of(targets),
        Timeouts.DEFAULT);
  }

  /** One client after the other kind of request until told to stop; counts what it was answered. */
  private static void load(
      House house,
      String app,
      AtomicBoolean stop,
      AtomicLong gets,
      AtomicLong posts,
      Queue<String> wrong) {
    String host = " / HTTP/1.1\r\nHost: " + app + ".test\r\n";
    try (RawClient client = house.client()) {
      for (int i = 0; !stop.get(); i++) {
        boolean post = i % 2 == 1;
        String body = post ? app + i : "";
        String head =
            post
                ? "POST" + host + "Content-Length: " + body.length() + "\r\n\r\n"
                : "GET" + host + "\r\n";
        String answer = client.send(head + body).answer();
        if (!answer.startsWith("HTTP/1.1 200") || !answer.endsWith(app + ":" + body)) {
          wrong.add(answer);
        }
        (post ? posts : gets).incrementAndGet();
      }
    } catch (IOException e) {
      wrong.add(app + ": " + e);
    }
  }

  @Test
  void hundredsOfSwapsUnderLoadFailAndMisrouteNothing() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong gets = new AtomicLong();
    AtomicLong posts = new AtomicLong();
    AtomicLong arrived = new AtomicLong();
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    List<Thread> clients = new ArrayList<>();
    int swaps = 0;
    try (House house = new House();
        Backend other = app("b", arrived)) {
      Backend current = app("a", arrived);
      Target serving = current.target("a-0");
      Target fixed = other.target("b-0");
      house.publish(route("a", serving), route("b", fixed));
      for (int i = 0; i < 12; i++) {
        String app = i % 3 == 2 ? "b" : "a";
        clients.add(Thread.ofVirtual().start(() -> load(house, app, stop, gets, posts, wrong)));
      }
      long end = System.nanoTime() + LOAD.toNanos();
      while (System.nanoTime() < end && wrong.isEmpty()) {
        Backend next = app("a", arrived);
        Target fresh = next.target("a-" + ++swaps);
        house.publish(route("a", fresh), route("b", fixed));
        Drained drained = house.proxy.drain(Set.of(serving.id()), Duration.ofSeconds(5));
        assertThat(drained.cut()).isZero();
        assertThat(house.proxy.inFlight(serving.id())).isZero();
        current.close();
        current = next;
        serving = fresh;
      }
      stop.set(true);
      for (Thread client : clients) {
        assertThat(client.join(Duration.ofSeconds(5))).isTrue();
      }
      current.close();
    }
    assertThat(wrong).isEmpty();
    assertThat(arrived.get()).as("every POST arrived exactly once").isEqualTo(posts.get());
    assertThat(swaps).isGreaterThan(50);
    System.out.printf(
        "%d swaps, %d GET and %d POST: 0 failed, 0 misrouted%n", swaps, gets.get(), posts.get());
    assertThat(gets.get()).isGreaterThan(1000);
  }

  @Test
  void drainWaitsAndThenCuts() throws Exception {
    CountDownLatch finish = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    try (Backend old =
            new Backend(call -> {
              (call.line().contains("/never") ? never : finish).await(20, TimeUnit.SECONDS);
              call.ok("old");
            });
        Backend fresh = new Backend(call -> call.ok("new"));
        House house = new House().serve(old.target("old"));
        RawClient one = house.client();
        RawClient two = house.client()) {
      one.send("GET /waits HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      two.send("GET /never HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      Awaitility.await().until(() -> house.proxy.inFlight("old") == 2);
      assertThatThrownBy(() -> house.proxy.drain(Set.of("old"), Duration.ofSeconds(1)))
          .isInstanceOf(IllegalArgumentException.class);
      house.serve(fresh.target("new"));
      assertThat(house.get("/")).endsWith("new");
      CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS).execute(finish::countDown);
      Drained drained = house.proxy.drain(Set.of("old"), Duration.ofMillis(1500));
      assertThat(one.answer()).endsWith("old");
      assertThat(two.head()).startsWith("HTTP/1.1 504 ");
      assertThat(drained.finished()).isEqualTo(1);
      assertThat(drained.cut()).isEqualTo(1);
      assertThat(drained.took()).isGreaterThanOrEqualTo(Duration.ofMillis(1500));
      assertThat(house.proxy.inFlight("old")).isZero();
      never.countDown();
    }
  }

  @Test
  void aTargetThatLeftKeepsNoConnection() throws Exception {
    try (Backend old = new Backend(call -> call.ok("old"));
        Backend fresh = new Backend(call -> call.ok("new"));
        House house = new House().serve(old.target("t-old"))) {
      assertThat(house.get("/")).endsWith("old");
      house.serve(fresh.target("t-new"));
      Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> old.sockets.getFirst().isClosed());
      // Back by a roll-back: the same id with the same address serves again.
      house.serve(old.target("t-old"));
      assertThat(house.get("/")).endsWith("old");
    }
  }

  @Test
  void staleTablesAndReusedIdsAreRefused() throws Exception {
    try (Backend one = new Backend(call -> call.ok("1"));
        Backend two = new Backend(call -> call.ok("2"));
        House house = new House().serve(one.target("t"))) {
      RouteTable same = house.proxy.table();
      assertThatThrownBy(() -> house.proxy.publish(same))
          .isInstanceOf(StaleRevisionException.class);
      assertThatThrownBy(() -> house.serve(two.target("t")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(house.get("/")).endsWith("1");
    }
  }

  @Test
  void requestsGoToTheLeastBusyTarget() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (Backend busy =
            new Backend(call -> {
              end.await(20, TimeUnit.SECONDS);
              call.ok("busy");
            });
        Backend free = new Backend(call -> call.ok("free"));
        House house = new House().serve(busy.target("busy"));
        RawClient waiting = house.client()) {
      waiting.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      Awaitility.await().until(() -> house.proxy.inFlight("busy") == 1);
      house.serve(busy.target("busy"), free.target("free"));
      for (int i = 0; i < 10; i++) {
        assertThat(house.get("/")).endsWith("free");
      }
      end.countDown();
      assertThat(waiting.answer()).endsWith("busy");
    }
  }
}
