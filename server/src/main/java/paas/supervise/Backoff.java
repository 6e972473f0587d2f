package paas.supervise;

import java.time.Duration;
import java.time.Instant;

/**
 * How long to wait before the next start of a process that keeps crashing.
 *
 * @param restarts starts after the first, in all
 * @param streak crashes in a row, each soon after its start
 */
record Backoff(int restarts, int streak, Instant startedAt) {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration STEADY = Duration.ofMinutes(10);

  static Backoff none(Instant startedAt) {
    return new Backoff(0, 0, startedAt);
  }

  /** The process was started again at {@code now}. */
  Backoff again(Instant now) {
    boolean steady = Duration.between(startedAt, now).compareTo(STEADY) > 0;
    return new Backoff(restarts + 1, steady ? 1 : streak + 1, now);
  }

  /** The same process after crashes that were not its own doing. */
  Backoff forgiven() {
    return new Backoff(restarts, 0, startedAt);
  }

  /** None for the first crash, then 1 s, 2 s, 4 s ... 5 min. */
  Duration delay() {
    if (streak == 0) {
      return Duration.ZERO;
    }
    Duration delay = FIRST.multipliedBy(1L << Math.min(streak - 1, 10));
    return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
  }
}
