package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A good client beside those who want, or seem to want, that nobody else is served. */
class SlowClientsTest {
  private static final String HOST = " HTTP/1.1\r\nHost: shop.test\r\n";
  private static final int LARGE = 4 << 20;
  private static final int REQUESTS = 300;

  private final List<Socket> slow = new ArrayList<>();
  private Backend backend;
  private House house;

  @BeforeEach
  void begin() throws IOException {
    byte[] large = new byte[LARGE];
    backend =
        new Backend(call -> {
          if (call.line().startsWith("GET /large")) {
            call.write("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
            call.out().write(large);
          } else {
            call.body();
            call.ok("fine");
          }
        });
    Duration soon = Duration.ofSeconds(2);
    house =
        new House(s -> s.withClients(new ClientTimeouts(soon, Duration.ofSeconds(65), soon)))
            .serve(backend.target("t1"));
  }

  @AfterEach
  void end() throws IOException {
    for (Socket socket : slow) {
      socket.close();
    }
    house.close();
    backend.close();
  }

  /** So many connections of one address that say this and no more. */
  private void hang(String address, int count, String text) throws IOException {
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket();
      slow.add(socket);
      socket.setReceiveBufferSize(4096);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
      socket.connect(house.proxy.address());
      try {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // It has as many as it may.
      }
    }
  }

  /** All answers are right; returns how long the slowest of a hundred took, in milliseconds. */
  private long wellServed() throws IOException {
    long[] took = new long[REQUESTS];
    RawClient client = house.client();
    try {
      for (int i = 0; i < REQUESTS; i++) {
        if (i % 10 == 0) {
          client.close();
          client = house.client();
        }
        long start = System.nanoTime();
        assertThat(client.send("GET /" + HOST + "\r\n").answer()).endsWith("fine");
        took[i] = System.nanoTime() - start;
      }
    } finally {
      client.close();
    }
    Arrays.sort(took);
    return took[REQUESTS * 99 / 100] / 1_000_000;
  }

  @Test
  void aGoodClientIsServedBesideSlowOnes() throws Exception {
    wellServed();
    hang("127.0.0.2", 2000, "");
    Duration most = Duration.ofSeconds(30);
    await().atMost(most).until(() -> house.proxy.figures().refused() >= 1000);
    hang("127.0.0.3", 300, "GET /slow HTTP/1.1\r\nHost: shop.");
    hang("127.0.0.4", 300, "POST /" + HOST + "Content-Length: 1000\r\n\r\nslow");
    hang("127.0.0.5", 100, "GET /large" + HOST + "\r\n");
    assertThat(wellServed()).as("p99 in milliseconds").isLessThan(1000);
    await()
        .atMost(most)
        .until(() -> house.lines.stream().filter(line -> line.status() == 408).count() >= 600);
  }

  @Test
  void thoseThatHoldMostAreClosedFirst() throws Exception {
    house.close();
    Edge tight = new Edge(1000, false, 1 << 20, false);
    house =
        new House(settings -> settings.withIoThreads(1).withEdge(tight))
            .serve(backend.target("t1"));
    String begun = "GET /" + HOST + "X: " + "y".repeat(50_000);
    hang("127.0.0.3", 5, begun);
    hang("127.0.0.2", 60, begun);
    await().atMost(Duration.ofSeconds(30)).until(() -> house.proxy.figures().connections() < 30);
    for (Socket modest : slow.subList(0, 5)) {
      RawClient client = new RawClient(modest);
      assertThat(client.send("\r\n\r\n").answer()).endsWith("fine");
    }
  }
}
