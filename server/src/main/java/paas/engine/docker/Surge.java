package paas.engine.docker;

import java.time.Duration;
import java.time.Instant;

/**
 * Notices when a container writes more at once than Docker holds for a disk that is slower: then
 * Docker leaves lines out so as not to slow the app, and tells nobody.
 */
final class Surge {
  private static final Duration WINDOW = Duration.ofSeconds(1);
  private static final Duration SAY_AGAIN = Duration.ofSeconds(10);

  private final long most;
  private Instant windowStart = Instant.EPOCH;
  private Instant said = Instant.EPOCH;
  private long bytes;

  /**
   * @param most bytes in a second of which nothing is left out
   */
  Surge(long most) {
    this.most = most;
  }

  /** Whether it must be said now that lines may be missing. */
  boolean rises(Instant at, int length) {
    if (Duration.between(windowStart, at).compareTo(WINDOW) > 0) {
      windowStart = at;
      bytes = 0;
    }
    bytes += length;
    if (bytes <= most || Duration.between(said, at).compareTo(SAY_AGAIN) < 0) {
      return false;
    }
    said = at;
    return true;
  }
}
