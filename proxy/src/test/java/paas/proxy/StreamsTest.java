package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** WebSockets and server-sent events. */
class StreamsTest {
  /** Answers the handshake and echoes every byte, unmasked. */
  private static void echo(Backend.Call call) throws Exception {
    String key = call.all("sec-websocket-key").getFirst() + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    byte[] hash =
        MessageDigest.getInstance("SHA-1").digest(key.getBytes(StandardCharsets.US_ASCII));
    call.write(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
            + Base64.getEncoder().encodeToString(hash)
            + "\r\n\r\n");
    while (true) {
      int first = call.in().read();
      int length = call.in().read() & 127;
      if (length == 126) {
        length = (call.in().read() << 8) | call.in().read();
      }
      byte[] mask = call.in().readNBytes(4);
      byte[] data = call.in().readNBytes(length);
      for (int i = 0; i < length; i++) {
        data[i] ^= mask[i & 3];
      }
      byte[] frame = new byte[length + (length < 126 ? 2 : 4)];
      frame[0] = (byte) first;
      frame[1] = (byte) Math.min(length, 126);
      if (length >= 126) {
        frame[2] = (byte) (length >> 8);
        frame[3] = (byte) length;
      }
      System.arraycopy(data, 0, frame, frame.length - length, length);
      call.out().write(frame);
      if ((first & 15) == 8) {
        return;
      }
    }
  }

  @Test
  void webSocketEchoes() throws Exception {
    BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    CountDownLatch closed = new CountDownLatch(1);
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          private final StringBuilder parts = new StringBuilder();

          @Override
          public @Nullable CompletionStage<?> onText(
              WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
              texts.add(parts.toString());
              parts.setLength(0);
            }
            socket.request(1);
            return null;
          }

          @Override
          public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.countDown();
            return null;
          }
        };
    try (Backend backend = new Backend(StreamsTest::echo);
        House house = new House();
        HttpClient http = HttpClient.newHttpClient()) {
      AppRoute local =
          new AppRoute(
              "shop",
              "v1",
              java.util.Set.of("127.0.0.1"),
              AppRoute.Mode.SERVING,
              java.util.List.of(backend.target("t1")),
              Timeouts.DEFAULT);
      house.publish(local);
      WebSocket socket =
          http.newWebSocketBuilder()
              .buildAsync(URI.create(house.url("/ws").replace("http:", "ws:")), listener)
              .get(5, TimeUnit.SECONDS);
      String large = "x".repeat(20_000);
      for (String text : new String[] {"one", "two", large}) {
        socket.sendText(text, true).get(5, TimeUnit.SECONDS);
        assertThat(texts.poll(5, TimeUnit.SECONDS)).isEqualTo(text);
      }
      assertThat(house.proxy.inFlight("t1")).isEqualTo(1);
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(5, TimeUnit.SECONDS);
      assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(house.line(0).status()).isEqualTo(101);
      assertThat(house.line(0).code()).isNull();
      assertThat(house.proxy.inFlight("t1")).isZero();
    }
  }

  @Test
  void eachEventIsSentAtOnce() throws Exception {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    try (Backend backend =
            new Backend(call -> {
              call.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
              for (String event = events.poll(5, TimeUnit.SECONDS);
                  event != null;
                  event = events.poll(5, TimeUnit.SECONDS)) {
                call.write("data: " + event + "\n\n");
              }
            });
        House house = new House().serve(backend.target("t1"));
        RawClient client = house.client()) {
      client.send("GET /events HTTP/1.1\r\nHost: shop.test\r\nAccept: text/event-stream\r\n\r\n");
      assertThat(client.head())
          .contains("Content-Type: text/event-stream", "Transfer-Encoding: chunked");
      for (int i = 0; i < 5; i++) {
        long start = System.nanoTime();
        events.add("tick" + i);
        assertThat(client.read(18)).isEqualTo("d\r\ndata: tick" + i + "\n\n\r\n");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
      }
    }
  }

  @Test
  void aStreamOutlivesTheFirstByteTimeoutWhileItTalks() throws Exception {
    Timeouts brief =
        new Timeouts(
            Duration.ofSeconds(1),
            Duration.ofMillis(300),
            Duration.ofMillis(600),
            Duration.ofSeconds(30));
    CountDownLatch pause = new CountDownLatch(1);
    try (Backend backend =
            new Backend(call -> {
              call.write("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n");
              for (int i = 0; i < 8; i++) {
                call.write("" + i);
                // A steady trickle: nothing ever counts this latch down.
                assertThat(pause.await(200, TimeUnit.MILLISECONDS)).isFalse();
              }
            });
        House house = new House().serve(brief, backend.target("t1"))) {
      assertThat(house.get("/")).endsWith("01234567");
    }
  }
}
