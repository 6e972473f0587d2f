package paas.ops;

import java.time.Duration;
import java.util.Optional;
import paas.model.Amount;

/**
 * A time as people type it, from a second to 30 days.
 *
 * @param text as it is kept
 */
record Span(String text, Duration time) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(30);

  /** Minutes are {@code m} too: that is what people type. */
  static Optional<Span> typed(String typed) {
    String text = typed.matches("[0-9]+ ?m") ? typed + "in" : typed;
    return Amount.time(text)
        .filter(time -> time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0)
        .map(time -> new Span(text, time));
  }
}
