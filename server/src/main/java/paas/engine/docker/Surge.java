package paas.engine.docker;

import java.time.Duration;
import java.time.Instant;

/**
 * Notices when a container writes more than Docker holds for a disk that is slower: then Docker
 * leaves lines out so as not to slow the app, and tells nobody. It shows as that much in a second,
 * or, on a busy machine, as that much which comes late.
 */
final class Surge {
  private static final Duration WINDOW = Duration.ofSeconds(1);
  private static final Duration LATE = Duration.ofMillis(500);
  private static final Duration SAY_AGAIN = Duration.ofSeconds(10);

  private final long most;
  private final Instant since;
  private Instant windowStart = Instant.EPOCH;
  private Instant said = Instant.EPOCH;
  private long bytes;
  private long lateBytes;

  /**
   * @param most bytes of which nothing is left out
   * @param since what is older was waiting for this reader, and is late for that alone
   */
  Surge(long most, Instant since) {
    this.most = most;
    this.since = since;
  }

  /**
   * Whether it must be said now that lines may be missing.
   *
   * @param at when Docker took the line
   * @param now when it arrived
   */
  boolean rises(Instant at, Instant now, int length) {
    if (Duration.between(windowStart, at).compareTo(WINDOW) > 0) {
      windowStart = at;
      bytes = 0;
    }
    bytes += length;
    boolean late = at.isAfter(since) && Duration.between(at, now).compareTo(LATE) > 0;
    lateBytes = late ? lateBytes + length : 0;
    if (Math.max(bytes, lateBytes) <= most || Duration.between(said, at).compareTo(SAY_AGAIN) < 0) {
      return false;
    }
    said = at;
    return true;
  }
}
