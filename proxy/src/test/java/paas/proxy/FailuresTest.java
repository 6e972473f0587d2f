package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Targets that die or hang, clients that dawdle. */
class FailuresTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n";

  private static Target nobody(String id) throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return new Target(id, "127.0.0.1", free.getLocalPort(), "web.2");
    }
  }

  @Test
  void refusedConnectionIsAPageAndAnotherTargetIsTriedFirst() throws IOException {
    try (Backend backend =
            new Backend(
                call -> call.ok(new String(call.body(), java.nio.charset.StandardCharsets.UTF_8)));
        House house = new House().serve(nobody("dead"))) {
      assertThat(house.get("/")).startsWith("HTTP/1.1 503 ").contains("H10");
      assertThat(house.line(0).code()).isEqualTo("H10");
      assertThat(house.line(0).process()).isEqualTo("web.2");
      house.serve(house.proxy.table().apps().getFirst().targets().getFirst(), backend.target("t1"));
      for (int i = 0; i < 6; i++) {
        assertThat(
                house.ask(
                    "POST / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody"))
            .startsWith("HTTP/1.1 200 ")
            .endsWith("body");
      }
      assertThat(house.proxy.inFlight("dead")).isZero();
      assertThat(house.proxy.inFlight("t1")).isZero();
    }
  }

  @Test
  void deathBeforeAnAnswerIsAPage() throws IOException {
    try (Backend backend = new Backend(call -> call.socket().close());
        House house = new House().serve(backend.target("t1"))) {
      assertThat(house.get("/")).startsWith("HTTP/1.1 503 ").contains("H13");
      assertThat(backend.calls).as("a fresh connection is no reason to repeat").hasSize(1);
    }
  }

  @Test
  void deathInAnAnswerIsNeverTakenForItsEnd() throws IOException {
    try (Backend backend =
            new Backend(call -> {
              call.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
              call.socket().close();
            });
        House house = new House().serve(backend.target("t1"));
        RawClient client = house.client()) {
      assertThat(client.send(GET).toEnd()).contains("3\r\nabc\r\n").doesNotContain("0\r\n\r\n");
      assertThat(house.line(0).code()).isEqualTo("H18");
    }
  }

  @Test
  void badAnswersAreNotPassedOn() throws IOException {
    String[] answers = {
      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nabc",
      "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 3\r\n\r\nabc",
      "HTTP/1.1 200 OK\r\nX: a\nSet-Cookie: b\r\nContent-Length: 3\r\n\r\nabc",
      "HTTP/1.1 200 OK\r\nX: a\rSet-Cookie: b\r\nContent-Length: 3\r\n\r\nabc",
      "HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 3\r\n\r\nabc",
      "HTTP/1.1 200 OK\nSet-Cookie: b\r\nContent-Length: 3\r\n\r\nabc",
      "HTTP/1.1 200 OK\r\nContent-Length : 3\r\n\r\nabc",
      "HTTP/1.1 200 OK\r\nContent-Length: 3, 3\r\n\r\nabc",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
      "nonsense, not HTTP at all\r\n\r\n",
    };
    AtomicInteger next = new AtomicInteger();
    try (Backend backend = new Backend(call -> call.write(answers[next.getAndIncrement()]));
        House house = new House().serve(backend.target("t1"))) {
      for (String answer : answers) {
        assertThat(house.get("/")).as(answer).startsWith("HTTP/1.1 503 ").contains("H17");
      }
    }
  }

  @Test
  void staleKeptConnectionsAreNoticed() throws Exception {
    try (Backend backend =
            new Backend(call -> {
              call.body();
              call.ok("hi");
            });
        House house = new House().serve(backend.target("t1"));
        RawClient client = house.client()) {
      for (int i = 0; i < 20; i++) {
        String post = "POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 2\r\n\r\nab";
        String request = i % 2 == 0 ? GET : post;
        assertThat(client.send(request).answer()).endsWith("hi");
        backend.sockets.getLast().close();
      }
      assertThat(backend.calls).hasSize(20);
    }
  }

  @Test
  void silenceEndsByItsTimeouts() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (Backend backend =
            new Backend(call -> {
              if (call.line().contains("/idle")) {
                call.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
              }
              end.await(10, TimeUnit.SECONDS);
            });
        House house = new House().serve(House.SHORT, backend.target("t1"))) {
      assertThat(house.get("/never")).startsWith("HTTP/1.1 503 ").contains("H12");
      assertThat(house.get("/idle")).startsWith("HTTP/1.1 200 ").endsWith("abc");
      assertThat(house.line(0).code()).isEqualTo("H12");
      assertThat(house.line(1).code()).isEqualTo("H15");
      assertThat(house.proxy.inFlight("t1")).isZero();
      end.countDown();
    }
  }

  @Test
  void dawdlingClientsAreSentAway() throws Exception {
    Duration brief = Duration.ofMillis(300);
    try (Backend backend = new Backend(Backend.Call::body);
        House house =
            new House(s -> s.withClients(new ClientTimeouts(brief, brief, brief)))
                .serve(backend.target("t1"));
        RawClient quiet = house.client();
        RawClient half = house.client();
        RawClient slow = house.client()) {
      half.send("GET / HTTP/1.1\r\nHost:");
      slow.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 1000\r\n\r\nabc");
      assertThat(quiet.toEnd()).isEmpty();
      assertThat(half.toEnd()).startsWith("HTTP/1.1 408 ");
      assertThat(slow.toEnd()).startsWith("HTTP/1.1 408 ").contains("H28");
    }
  }

  @Test
  void aClientThatLeavesFreesItsTarget() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (Backend backend = new Backend(call -> end.await(10, TimeUnit.SECONDS));
        House house = new House().serve(backend.target("t1"))) {
      try (RawClient client = house.client()) {
        client.send(GET);
        Awaitility.await().until(() -> house.proxy.inFlight("t1") == 1);
      }
      assertThat(house.line(0).status()).isEqualTo(499);
      assertThat(house.proxy.inFlight("t1")).isZero();
      end.countDown();
    }
  }

  @Test
  void anEarlyAnswerToAnUnfinishedBodyArrives() throws Exception {
    try (Backend backend =
            new Backend(call ->
                call.write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno"));
        House house = new House().serve(backend.target("t1"));
        RawClient client = house.client()) {
      client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 1000000\r\n\r\nabc");
      assertThat(client.toEnd())
          .startsWith("HTTP/1.1 413 ")
          .contains("Connection: close")
          .endsWith("no");
    }
  }

  @Test
  void connectionsOverTheLimitAreClosed() throws Exception {
    Limits one = new Limits(65_536, 100, 1, 100, 1000, 16);
    try (Backend backend = new Backend(call -> call.ok("hi"));
        House house = new House(s -> s.withLimits(one)).serve(backend.target("t1"));
        RawClient first = house.client()) {
      assertThat(first.send(GET).answer()).endsWith("hi");
      try (RawClient second = house.client()) {
        assertThat(second.toEnd()).isEmpty();
      }
      assertThat(first.send(GET).answer()).endsWith("hi");
    }
  }

  @Test
  void aClientThatReadsSlowlyIsNotIdle() throws Exception {
    int size = 8 << 20;
    try (Backend backend =
            new Backend(call -> {
              call.write("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
              call.out().write(new byte[size]);
            });
        House house = new House().serve(House.SHORT, backend.target("t1"));
        RawClient client = house.client()) {
      client.send(GET);
      client.head();
      CountDownLatch pace = new CountDownLatch(1);
      int read = 0;
      while (read < size) {
        int count = client.in.readNBytes(new byte[1 << 20], 0, 1 << 20);
        assertThat(count).isPositive();
        read += count;
        // In all well over the idle time; nothing ever counts this latch down.
        assertThat(pace.await(100, TimeUnit.MILLISECONDS)).isFalse();
      }
      assertThat(house.line(0).code()).isNull();
    }
  }
}
