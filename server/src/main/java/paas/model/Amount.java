package paas.model;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and sizes as people write them: a whole number and a unit. */
public final class Amount {
  /** What a time looks like, for a sentence. */
  public static final String A_TIME = "a time such as 30 s (ms, s, min or h)";

  /** What a size looks like, for a sentence. */
  public static final String A_SIZE = "a size such as 512 MB (B, KB, MB or GB)";

  private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,9}) ?([A-Za-z]+)");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1000L, "min", 60_000L, "h", 3_600_000L);
  private static final Map<String, Long> BYTES =
      Map.of("B", 1L, "KB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30);

  private Amount() {}

  /** A time; empty when the text is none. */
  public static Optional<Duration> time(String text) {
    return of(text, MILLIS).map(Duration::ofMillis);
  }

  /** A number of bytes; empty when the text is none. */
  public static Optional<Long> bytes(String text) {
    return of(text, BYTES);
  }

  private static Optional<Long> of(String text, Map<String, Long> units) {
    Matcher parts = AMOUNT.matcher(text);
    return parts.matches()
        ? Optional.ofNullable(units.get(parts.group(2)))
            .map(unit -> Long.parseLong(parts.group(1)) * unit)
        : Optional.empty();
  }
}
