package paas.ssh.verbs;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as a person reads them. */
final class Shown {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
  private static final int COMMIT = 10;

  private Shown() {}

  /** {@code 2026-01-02 03:04:05Z}. */
  static String time(Instant at) {
    return TIME.format(at);
  }

  /** {@code 12 s}, {@code 5 min}, {@code 3 h}, {@code 9 d}: how long something lasts by now. */
  static String lasting(Instant since, Instant now) {
    return lasting(Duration.between(since, now));
  }

  static String lasting(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 2 * 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 2 * 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }

  /** {@code 61 MB}. */
  static String bytes(long bytes) {
    return bytes < 10L << 20
        ? String.format(Locale.ROOT, "%.1f MB", bytes / (double) (1 << 20))
        : (bytes >> 20) + " MB";
  }

  /** A commit's first ten digits. */
  static String commit(String commit) {
    return commit.substring(0, Math.min(COMMIT, commit.length()));
  }

  /** {@code web=2 worker=1}. */
  static String counts(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(" "));
  }

  static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }
}
