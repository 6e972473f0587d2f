package paas.acme;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** When the next order is due. Spread by chance, so that many hosts do not ask all at once. */
final class Schedule {
  /** Of the time that a certificate counts, the part that is spread over. */
  private static final int JITTER_PARTS = 20;

  private static final Duration FIRST = Duration.ofMinutes(2);
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final int MOST_DOUBLINGS = 12;

  private final RandomGenerator random;

  Schedule(RandomGenerator random) {
    this.random = random;
  }

  /** About two thirds into the time that it counts. */
  Instant renewal(Instant from, Instant until) {
    Duration life = Duration.between(from, until);
    return from.plus(life.multipliedBy(2).dividedBy(3)).plus(part(life.dividedBy(JITTER_PARTS)));
  }

  /**
   * After so many failures in a row: from 2 minutes on twice as long each time, a day at most. An
   * authority that bears five failures an hour is not asked more often.
   */
  Instant retry(Instant now, int failures) {
    int doublings = Math.clamp(failures - 1L, 0, MOST_DOUBLINGS);
    Duration wait = FIRST.multipliedBy(1L << doublings);
    Duration bounded = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    return now.plus(bounded).plus(part(bounded.dividedBy(10)));
  }

  /** A moment in the window that an authority suggests; the one that is due already, if it fits. */
  Instant within(Instant start, Instant end, Instant due) {
    boolean fits = !due.isBefore(start) && due.isBefore(end);
    return fits ? due : start.plus(part(Duration.between(start, end)));
  }

  private Duration part(Duration of) {
    return of.toMillis() <= 0 ? Duration.ZERO : Duration.ofMillis(random.nextLong(of.toMillis()));
  }
}
