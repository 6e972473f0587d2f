package paas.logs;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line as it lies on disk: {@code 2026-01-02T03:04:05.678901Z app[web.1] v12: text} and a line
 * end.
 */
final class LineFormat {
  private static final Pattern FORM =
      Pattern.compile("(\\S+) (app|paas)\\[([a-z0-9.-]+)\\] v([0-9]{1,9}): (.*)", Pattern.DOTALL);

  private LineFormat() {}

  static byte[] bytes(LogLine line) {
    String head = line.time() + " " + line.source() + "[" + line.process() + "] v" + line.release();
    return (head + ": " + line.text() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a line without its end; empty when it is not one, which a machine that lost its power may
   * leave.
   */
  static Optional<LogLine> parse(byte[] buffer, int from, int to) {
    Matcher parts = FORM.matcher(new String(buffer, from, to - from, StandardCharsets.UTF_8));
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new LogLine(
              Instant.parse(parts.group(1)),
              parts.group(2),
              parts.group(3),
              Integer.parseInt(parts.group(4)),
              parts.group(5)));
    } catch (DateTimeException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
