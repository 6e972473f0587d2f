package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How WebSockets and streams of events end when their process is replaced. */
class FarewellTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String HOST = " HTTP/1.1\r\nHost: shop.test\r\n";
  private static final String UPGRADE =
      "GET /ws"
          + HOST
          + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n";

  /** Frames as characters: {@code hi} unmasked, and what says that an end goes away. */
  private static final String HI = "\u0081\u0002hi";

  private static final String GONE = "\u0088\u0002\u0003\u00e9";
  private static final String GONE_MASKED = "\u0088\u0082\0\0\0\0\u0003\u00e9";
  private static final String CLOSE_REPLY = "\u0088\u0082\0\0\0\0\u0003\u00e9";

  private final BlockingQueue<String> toSay = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final Backend old = new Backend(this::stream);
  private final Backend fresh = new Backend(call -> call.ok("fresh"));
  private final House house = new House().serve(old.target("t1"));

  FarewellTest() throws IOException {}

  @AfterEach
  void end() throws IOException {
    house.close();
    old.close();
    fresh.close();
  }

  /** Answers, then says what it is told to; what it hears in the end goes to {@link #heard}. */
  private void stream(Backend.Call call) throws Exception {
    boolean webSocket = call.line().startsWith("GET /ws");
    if (call.line().startsWith("GET /slow")) {
      call.ok(String.valueOf(toSay.poll(20, TimeUnit.SECONDS)));
      return;
    }
    call.write(
        webSocket
            ? "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
            : "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream;charset=utf-8\r\n\r\n");
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              call.write(String.valueOf(toSay.poll(20, TimeUnit.SECONDS)));
            }
          } catch (IOException | InterruptedException e) {
            // It is over.
          }
        });
    StringBuilder said = new StringBuilder();
    for (int c = call.in().read(); c >= 0; c = call.in().read()) {
      said.append((char) c);
      if (said.toString().endsWith(GONE_MASKED)) {
        heard.add(said.toString());
        call.socket().close();
        return;
      }
    }
    heard.add(said.toString());
  }

  private CompletableFuture<Drained> replaced() {
    house.serve(fresh.target("t2"));
    return CompletableFuture.supplyAsync(() -> {
      try {
        return house.proxy.drain(Set.of("t1"), SOON);
      } catch (InterruptedException e) {
        throw new CompletionException(e);
      }
    });
  }

  @Test
  void aWebSocketIsToldAndADeployDoesNotWaitForIt() throws Exception {
    try (RawClient client = house.client()) {
      client.send(UPGRADE).head();
      toSay.add(HI);
      assertThat(client.read(4)).isEqualTo(HI);
      client.send("\u0081\u0081\0\0\0\0x");
      CompletableFuture<Drained> drain = replaced();
      assertThat(client.read(4)).isEqualTo(GONE);
      assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("\u0081\u0081\0\0\0\0x" + GONE_MASKED);
      assertThat(client.send(CLOSE_REPLY).toEnd()).isEmpty();
      Drained drained = drain.get(20, TimeUnit.SECONDS);
      assertThat(drained.told()).isEqualTo(1);
      assertThat(drained.cut()).isZero();
      assertThat(house.line(0).status()).isEqualTo(101);
      assertThat(house.line(0).code()).isNull();
    }
  }

  @Test
  void nothingIsSaidInTheMiddleOfAFrame() throws Exception {
    try (RawClient client = house.client()) {
      client.send(UPGRADE).head();
      toSay.add(HI + "\u0081\u0004ab");
      client.send("\u0081\u0082\0\0\0\0x");
      assertThat(client.read(8)).isEqualTo(HI + "\u0081\u0004ab");
      CompletableFuture<Drained> drain = replaced();
      await().atMost(SOON).until(() -> house.proxy.inFlight("t1") == 1);
      toSay.add("cd" + HI);
      assertThat(client.read(2)).isEqualTo("cd");
      String next = client.read(4);
      assertThat(next.equals(HI) ? client.read(4) : next).isEqualTo(GONE);
      client.send("y" + CLOSE_REPLY);
      assertThat(heard.poll(20, TimeUnit.SECONDS))
          .startsWith("\u0081\u0082\0\0\0\0xy")
          .endsWith(GONE_MASKED);
      assertThat(client.toEnd()).isEmpty();
      assertThat(drain.get(20, TimeUnit.SECONDS).cut()).isZero();
    }
  }

  @Test
  void eventsEndCleanlyBehindAnEventAndTheConnectionGoesOn() throws Exception {
    try (RawClient client = house.client()) {
      client.send("GET /events" + HOST + "\r\n").head();
      toSay.add("data: 1\n\n");
      assertThat(client.read(14)).isEqualTo("9\r\ndata: 1\n\n\r\n");
      toSay.add("data: 2\n");
      assertThat(client.read(13)).isEqualTo("8\r\ndata: 2\n\r\n");
      CompletableFuture<Drained> drain = replaced();
      toSay.add("\n");
      assertThat(client.read(11)).isEqualTo("1\r\n\n\r\n0\r\n\r\n");
      assertThat(client.send("GET /next" + HOST + "\r\n").answer()).endsWith("fresh");
      Drained drained = drain.get(20, TimeUnit.SECONDS);
      assertThat(drained.told() + drained.finished()).isEqualTo(1);
      assertThat(drained.cut()).isZero();
      assertThat(house.line(0).code()).isNull();
    }
  }

  @Test
  void requestsAreNotTold() throws Exception {
    try (RawClient client = house.client();
        RawClient socket = house.client()) {
      client.send("GET /slow" + HOST + "\r\n");
      await().atMost(SOON).until(() -> house.proxy.inFlight("t1") == 1);
      socket.send(UPGRADE).head();
      CompletableFuture<Drained> drain = replaced();
      assertThat(socket.read(4)).isEqualTo(GONE);
      socket.send(CLOSE_REPLY);
      assertThat(heard.poll(20, TimeUnit.SECONDS)).endsWith(GONE_MASKED);
      await().atMost(SOON).until(() -> house.proxy.inFlight("t1") == 1);
      toSay.add("whole");
      assertThat(client.answer()).endsWith("whole");
      Drained drained = drain.get(20, TimeUnit.SECONDS);
      assertThat(drained.finished()).isEqualTo(1);
      assertThat(drained.told()).isEqualTo(1);
    }
  }
}
