package paas.engine.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Joins the pieces of one of a container's two outputs to lines. Docker stores a long line in
 * pieces of 16 KiB, each with a time of its own before it.
 */
final class LogLines {
  private static final int LONGEST = 64 << 10;

  private final Take take;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

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
    Instant at = Times.parse(new String(content, 0, space, StandardCharsets.US_ASCII));
    int start = Math.min(space + 1, content.length);
    boolean whole = content[content.length - 1] == '\n';
    int end = whole ? content.length - 1 : content.length;
    line.write(content, start, Math.clamp(LONGEST - line.size(), 0, end - start));
    if (whole) {
      String text = line.toString(StandardCharsets.UTF_8);
      line.reset();
      take.line(at, text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
  }
}
