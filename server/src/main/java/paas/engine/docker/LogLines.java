package paas.engine.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Joins the pieces of one of a container's two outputs to lines. Docker stores a long line in
 * pieces of 16 KiB, each with a time of its own before it.
 */
final class LogLines {
  private static final int LONGEST = 64 << 10;

  /** As in {@code 2026-01-02T03:04:05}: what lines of one second have in common. */
  private static final int SECOND = 19;

  private static final int DECIMALS = 9;

  private final Take take;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private byte[] second = {};
  private long epochSecond;

  /** Takes a line with the time of its end. */
  interface Take {
    void line(Instant at, String text) throws IOException;
  }

  LogLines(Take take) {
    this.take = take;
  }

  /** Takes one piece: a time, a space, and text that ends in a newline when the line does. */
  void piece(byte[] content) throws IOException {
    int space = 0;
    while (space < content.length && content[space] != ' ') {
      space++;
    }
    Instant at = time(content, space);
    int start = Math.min(space + 1, content.length);
    boolean whole = content[content.length - 1] == '\n';
    int end = whole ? content.length - 1 : content.length;
    if (whole && line.size() == 0) {
      int length = Math.min(LONGEST, end - start);
      hand(at, new String(content, start, length, StandardCharsets.UTF_8));
      return;
    }
    line.write(content, start, Math.clamp(LONGEST - line.size(), 0, end - start));
    if (whole) {
      String text = line.toString(StandardCharsets.UTF_8);
      line.reset();
      hand(at, text);
    }
  }

  private void hand(Instant at, String text) throws IOException {
    take.line(at, text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }

  /** Lines come by the hundred thousand in a second, which is read once. */
  private Instant time(byte[] content, int length) {
    if (!startsWithSecond(content, length)) {
      Instant at = Times.parse(new String(content, 0, length, StandardCharsets.US_ASCII));
      boolean usual = length > SECOND && content[length - 1] == 'Z';
      second = usual ? Arrays.copyOf(content, SECOND) : new byte[0];
      epochSecond = at.getEpochSecond();
      return at;
    }
    int nanos = 0;
    for (int i = SECOND + 1; i <= SECOND + DECIMALS; i++) {
      boolean digit = i < length - 1 && content[i] >= '0' && content[i] <= '9';
      nanos = nanos * 10 + (digit ? content[i] - '0' : 0);
    }
    return Instant.ofEpochSecond(epochSecond, nanos);
  }

  private boolean startsWithSecond(byte[] content, int length) {
    return second.length == SECOND
        && length > SECOND
        && content[length - 1] == 'Z'
        && Arrays.equals(second, 0, SECOND, content, 0, SECOND);
  }
}
