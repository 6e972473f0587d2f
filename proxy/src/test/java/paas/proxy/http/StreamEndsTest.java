package paas.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a frame of a WebSocket ends, and where an event does. */
class StreamEndsTest {
  @Test
  void framesAreToldApartHoweverTheyCome() {
    Random random = new Random(6);
    for (int round = 0; round < 200; round++) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      Set<Integer> ends = new HashSet<>(Set.of(0));
      for (int i = 0; i < 20; i++) {
        frame(all, random, i == 19);
        ends.add(all.size());
      }
      byte[] bytes = all.toByteArray();
      WebSocketFrames frames = new WebSocketFrames();
      int at = 0;
      while (at < bytes.length) {
        assertThat(frames.betweenFrames()).isEqualTo(ends.contains(at));
        int to = Math.min(bytes.length, at + 1 + random.nextInt(700));
        if (random.nextBoolean() && !frames.betweenFrames()) {
          int from = at;
          int end = frames.passFrame(bytes, from, to);
          assertThat(ends.contains(end) || end == to).isTrue();
          assertThat(ends.stream().filter(one -> one > from && one < end)).isEmpty();
          at = end;
        } else {
          frames.pass(bytes, at, to);
          at = to;
        }
      }
      assertThat(frames.betweenFrames()).isTrue();
      assertThat(frames.closed()).isTrue();
    }
  }

  private static void frame(ByteArrayOutputStream to, Random random, boolean close) {
    boolean masked = random.nextBoolean();
    int length = close ? 2 : random.nextInt(3) == 0 ? random.nextInt(70_000) : random.nextInt(130);
    int mask = masked ? 128 : 0;
    to.write(close ? 0x88 : 0x80 | random.nextInt(3));
    if (length < 126) {
      to.write(mask | length);
    } else if (length < 65_536) {
      to.write(mask | 126);
      to.write(length >> 8);
      to.write(length);
    } else {
      to.write(mask | 127);
      to.writeBytes(
          new byte[] {0, 0, 0, 0, 0, (byte) (length >> 16), (byte) (length >> 8), (byte) length});
    }
    to.writeBytes(new byte[masked ? 4 : 0]);
    byte[] data = new byte[length];
    random.nextBytes(data);
    to.writeBytes(data);
  }

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "data: a, false",
    "'data: a\\n', false",
    "'data: a\\n\\n', true",
    "'data: a\\r\\n', false",
    "'data: a\\r\\n\\r\\n', true",
    "'data: a\\r\\r', true",
    "'data: a\\n\\ndata: b', false",
    "'data: a\\n\\n: still here\\n', false",
    "'\\n', true",
  })
  void anEmptyLineEndsAnEvent(String text, boolean ended) {
    byte[] bytes =
        text.replace("\\n", "\n").replace("\\r", "\r").getBytes(StandardCharsets.US_ASCII);
    EventStream whole = new EventStream();
    whole.pass(bytes, 0, bytes.length);
    assertThat(whole.betweenEvents()).isEqualTo(ended);
    EventStream parts = new EventStream();
    for (int i = 0; i < bytes.length; i++) {
      parts.pass(bytes, i, i + 1);
    }
    assertThat(parts.betweenEvents()).isEqualTo(ended);
  }
}
