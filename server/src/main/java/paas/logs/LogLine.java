package paas.logs;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * One line of an app's log.
 *
 * @param at to the microsecond
 * @param source {@code app}, or {@code paas} for what the platform itself says
 * @param process such as {@code web.1}, {@code router} or {@code deploy}
 * @param release version of the release that wrote it; 0 when none did
 * @param text without line ends, which become spaces, and NUL, which becomes U+FFFD; other control
 *     characters are kept, for colour is made of them; cut at 65,536 characters
 */
public record LogLine(Instant at, String source, String process, int release, String text) {
  public static final String APP = "app";
  public static final String PLATFORM = "paas";
  static final int LONGEST = 65_536;

  private static final Pattern PROCESS = Pattern.compile("[a-z0-9][a-z0-9.-]{0,79}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  public LogLine {
    if (!source.equals(APP) && !source.equals(PLATFORM)) {
      throw new IllegalArgumentException("log source " + source);
    }
    if (!PROCESS.matcher(process).matches()) {
      throw new IllegalArgumentException("log process " + process);
    }
    if (release < 0) {
      throw new IllegalArgumentException("log release " + release);
    }
    at = at.truncatedTo(ChronoUnit.MICROS);
    text = oneLine(text);
  }

  /** {@code 2026-01-02T03:04:05.678901Z app[web.1]: text}. */
  public String format() {
    return time() + " " + source + "[" + process + "]: " + text;
  }

  String time() {
    return TIME.format(at);
  }

  /** The text as a single line; most are already and are returned as they are. */
  static String oneLine(String text) {
    String line = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    if (line.endsWith("\n")) {
      line = line.substring(0, line.length() - 1);
    }
    if (line.endsWith("\r")) {
      line = line.substring(0, line.length() - 1);
    }
    if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
      line = line.replace('\n', ' ').replace('\r', ' ');
    }
    return line.indexOf('\0') >= 0 ? line.replace('\0', '\uFFFD') : line;
  }
}
