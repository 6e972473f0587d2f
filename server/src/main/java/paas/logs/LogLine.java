package paas.logs;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

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

  /** The process of the lines that tell of lines that are missing. */
  static final String GAP = "logs";

  private static final int LONGEST_PROCESS = 80;

  public LogLine {
    if (!source.equals(APP) && !source.equals(PLATFORM)) {
      throw new IllegalArgumentException("log source " + source);
    }
    if (!isProcess(process)) {
      throw new IllegalArgumentException("log process " + process);
    }
    if (release < 0) {
      throw new IllegalArgumentException("log release " + release);
    }
    at = at.truncatedTo(ChronoUnit.MICROS);
    text = oneLine(text);
  }

  /** Says at its place that lines are missing; every filter lets it through. */
  static LogLine gap(Instant at, String text) {
    return new LogLine(at, PLATFORM, GAP, 0, text);
  }

  boolean isGap() {
    return source.equals(PLATFORM) && process.equals(GAP);
  }

  /** {@code 2026-01-02T03:04:05.678901Z app[web.1]: text}. */
  public String format() {
    StringBuilder line = new StringBuilder();
    new LineFormat().shown(this, line);
    return line.append(text).toString();
  }

  /** Letters, digits, dots and dashes; no pattern, for it is asked for every line. */
  private static boolean isProcess(String name) {
    if (name.isEmpty() || name.length() > LONGEST_PROCESS) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      boolean within = i > 0 && (c == '.' || c == '-');
      if (!plain && !within) {
        return false;
      }
    }
    return true;
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
