package paas.logs;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line as it lies on disk, {@code 2026-01-02T03:04:05.678901Z app[web.1] v12: text} and a line
 * end, and as it is shown, which is without the release. A second is put into words once for all
 * lines of it. For one thread.
 */
public final class LineFormat {
  private static final Pattern FORM =
      Pattern.compile("(\\S+) (app|paas)\\[([a-z0-9.-]+)\\] v([0-9]{1,9}): (.*)", Pattern.DOTALL);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);

  private long second = Long.MIN_VALUE;
  private String secondText = "";

  /** Adds the line as it lies on disk. */
  void stored(LogLine line, StringBuilder to) {
    origin(line, to);
    to.append(" v").append(line.release()).append(": ").append(line.text()).append('\n');
  }

  /** Adds what stands before the text where it is shown. */
  public void shown(LogLine line, StringBuilder to) {
    origin(line, to);
    to.append(": ");
  }

  private void origin(LogLine line, StringBuilder to) {
    time(line.at(), to);
    to.append(' ').append(line.source()).append('[').append(line.process()).append(']');
  }

  private void time(Instant at, StringBuilder to) {
    if (at.getEpochSecond() != second) {
      secondText = SECOND.format(at);
      second = at.getEpochSecond();
    }
    to.append(secondText);
    int micros = at.getNano() / 1_000;
    for (int unit = 100_000; unit > 0; unit /= 10) {
      to.append((char) ('0' + micros / unit % 10));
    }
    to.append('Z');
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
