package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import paas.proxy.control.RemoteProxy;

/** A proxy that takes over from another one, which goes on until its last client has gone. */
@Timeout(120)
class HandOverTest {
  @TempDir Path folder;
  private ControlFolder control;

  @BeforeEach
  void paths() {
    control = new ControlFolder(folder);
  }

  @Test
  void anotherProxyTakesOverWithoutOneFailedRequest() throws Exception {
    assumeTrue(
        Files.readString(Path.of("/proc/sys/net/ipv4/tcp_migrate_req")).strip().equals("1"),
        "net.ipv4.tcp_migrate_req is 0, and scripts/test.sh could not set it");
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong asked = new AtomicLong();
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    List<Thread> clients = new ArrayList<>();
    try (Backend one = new Backend(call -> call.ok("one"));
        Backend two = new Backend(call -> call.ok("two"))) {
      OwnProcess current = control.proxy();
      InetSocketAddress address = current.address;
      try (RemoteProxy remote = control.connect()) {
        remote.publish(ControlFolder.table(1, one.target("t1")));
        for (int i = 0; i < 4; i++) {
          boolean keeps = i % 2 == 0;
          clients.add(Thread.ofVirtual().start(() -> ask(address, keeps, stop, asked, wrong)));
        }
        for (int round = 0; round < 3; round++) {
          long before = asked.get();
          OwnProcess next = control.proxy();
          assertThat(next.address).as("the port that clients know").isEqualTo(address);
          assertThat(current.ends(30)).as("the old one ends by itself").isTrue();
          current = next;
          remote.publish(
              ControlFolder.table(
                  remote.table().revision() + 1,
                  round % 2 == 0 ? two.target("t2") : one.target("t1")));
          await().atMost(ControlFolder.SOON).until(() -> asked.get() > before + 200);
        }
        assertThat(remote.pid()).isEqualTo(current.process.pid());
        stop.set(true);
        for (Thread client : clients) {
          assertThat(client.join(ControlFolder.SOON)).isTrue();
        }
      } finally {
        stop.set(true);
        current.close();
      }
    }
    assertThat(wrong).isEmpty();
    System.out.printf("3 hand-overs, %d requests: 0 failed%n", asked.get());
  }

  private static void ask(
      InetSocketAddress address,
      boolean keeps,
      AtomicBoolean stop,
      AtomicLong asked,
      Queue<String> wrong) {
    String request =
        "GET / HTTP/1.1\r\nHost: shop.test\r\n" + (keeps ? "" : "Connection: close\r\n") + "\r\n";
    while (!stop.get()) {
      try (RawClient client = new RawClient(address)) {
        String answer;
        do {
          answer = client.send(request).answer();
          if (!answer.startsWith("HTTP/1.1 200")) {
            wrong.add(answer);
          }
          asked.incrementAndGet();
        } while (!stop.get() && !answer.contains("Connection: close"));
      } catch (IOException e) {
        wrong.add(e.toString());
      }
    }
  }

  @Test
  void whatIsInFlightAtTheOldOneCountsInADrainOfTheNewOne() throws Exception {
    CountDownLatch finish = new CountDownLatch(1);
    CountDownLatch arrived = new CountDownLatch(1);
    try (Backend slow =
            new Backend(call -> {
              arrived.countDown();
              finish.await();
              call.ok("slow");
            });
        Backend two = new Backend(call -> call.ok("two"));
        OwnProcess first = control.proxy();
        RemoteProxy remote = control.connect();
        RawClient client = new RawClient(first.address)) {
      remote.publish(ControlFolder.table(1, slow.target("t1")));
      client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      arrived.await();
      try (OwnProcess second = control.proxy()) {
        await().atMost(ControlFolder.SOON).until(() -> remote.pid() == second.process.pid());
        remote.publish(ControlFolder.table(2, two.target("t2")));
        assertThat(remote.inFlight(Set.of("t1"))).hasValue(1);
        assertThat(ControlFolder.get(second.address)).endsWith("two");
        Thread releasing =
            Thread.ofVirtual()
                .start(() -> {
                  await()
                      .atMost(ControlFolder.SOON)
                      .until(() -> remote.inFlight(Set.of("t1")).equals(OptionalInt.of(1)));
                  finish.countDown();
                });
        Drained drained = remote.drain(Set.of("t1"), ControlFolder.SOON);
        assertThat(drained.cut()).isZero();
        assertThat(client.answer()).endsWith("slow").contains("Connection: close");
        assertThat(releasing.join(ControlFolder.SOON)).isTrue();
      }
    }
  }

  @Test
  void anAppIsNotIdleWhileTheOldOneHasARequest() throws Exception {
    CountDownLatch finish = new CountDownLatch(1);
    CountDownLatch arrived = new CountDownLatch(1);
    Traffic timed = new Traffic(null, null, null, false, null, true, false);
    try (Backend slow =
            new Backend(call -> {
              arrived.countDown();
              finish.await();
              call.ok("slow");
            });
        OwnProcess first = control.proxy();
        RemoteProxy remote = control.connect();
        RawClient client = new RawClient(first.address)) {
      AppRoute shop =
          new AppRoute(
              "shop",
              "v1",
              Set.of("shop.test"),
              AppRoute.Mode.SERVING,
              List.of(slow.target("t1")),
              Timeouts.DEFAULT,
              Rules.NONE,
              timed);
      remote.publish(new RouteTable(1, List.of(shop)));
      client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      arrived.await();
      try (OwnProcess second = control.proxy()) {
        await().atMost(ControlFolder.SOON).until(() -> remote.pid() == second.process.pid());
        await()
            .during(Duration.ofSeconds(1))
            .atMost(ControlFolder.SOON)
            .until(() -> remote.idleMillis().getOrDefault("shop", 1000L) < 900);
        finish.countDown();
        assertThat(client.answer()).endsWith("slow");
        assertThat(first.ends(30)).isTrue();
        await()
            .atMost(ControlFolder.SOON)
            .until(() -> remote.idleMillis().getOrDefault("shop", 0L) >= 1000);
      }
    }
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  @Test
  void aWebSocketOfTheOldOneIsToldToGo() throws Exception {
    try (Backend talks =
            new Backend(call -> {
              call.write(
                  lines(
                      "HTTP/1.1 101 Switching Protocols",
                      "Upgrade: websocket",
                      "Connection: Upgrade"));
              byte[] closing = call.in().readNBytes(8);
              call.out().write(new byte[] {(byte) 0x88, 2, 3, (byte) (closing[7] ^ closing[3])});
              call.out().flush();
            });
        OwnProcess first = control.proxy();
        RemoteProxy remote = control.connect();
        RawClient client = new RawClient(first.address)) {
      remote.publish(ControlFolder.table(1, talks.target("t1")));
      client.send(
          lines("GET / HTTP/1.1", "Host: shop.test", "Connection: Upgrade", "Upgrade: websocket"));
      assertThat(client.head()).startsWith("HTTP/1.1 101");
      try (OwnProcess _ = control.proxy()) {
        byte[] goingAway = {(byte) 0x88, 2, 3, (byte) 0xe9};
        assertThat(client.in.readNBytes(4)).startsWith(goingAway);
        client.socket.getOutputStream().write(new byte[] {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0});
        assertThat(first.ends(30)).isTrue();
      }
    }
  }
}
