package paas.engine.docker;

import java.time.Duration;
import java.time.Instant;

/**
 * Notices a container that writes so much for so long that it cannot be read: reading hard would
 * gain little, and take the processor from Docker and from the app. A burst is none, and neither is
 * what a reader keeps up with. It goes by Docker's own times, for a reader that lags sees the log
 * in pieces.
 */
final class Flood {
  private static final Duration MOMENT = Duration.ofMillis(100);

  /** Bytes of a moment that is dense: 4 MB in a second. */
  private static final long DENSE = 400_000;

  /** What still makes a flood that is one already: 2 MB in a second. */
  private static final long STILL_DENSE = 200_000;

  private static final Duration IN_TIME = Duration.ofMillis(200);
  private static final Duration LATE = Duration.ofMillis(500);
  private static final Duration LONG = Duration.ofSeconds(6);

  private final long since;
  private long moment;
  private long bytes;

  /** The first dense moment that came late since something came in time; 0 for none. */
  private volatile long behind;

  /**
   * @param since what is older was waiting for this reader, and is late for that alone
   */
  Flood(Instant since) {
    this.since = since.toEpochMilli();
  }

  /**
   * Whether the log is to be followed no longer.
   *
   * @param at when Docker took the line
   * @param now when it arrived
   */
  boolean rises(Instant at, Instant now, int length) {
    long time = at.toEpochMilli();
    long lag = now.toEpochMilli() - time;
    if (lag < IN_TIME.toMillis()) {
      behind = 0;
    }
    if (time < moment || time - moment >= MOMENT.toMillis()) {
      moment = time;
      bytes = 0;
    }
    bytes += length;
    if (bytes < DENSE || lag < LATE.toMillis() || time < since) {
      return false;
    }
    if (behind == 0) {
      behind = time;
    }
    return isLong(at);
  }

  /** Whether the reader has been behind for long, when this is the time of the newest line. */
  boolean isLong(Instant newest) {
    return behind != 0 && newest.toEpochMilli() - behind >= LONG.toMillis();
  }

  /** Whether as many bytes in this time are a flood still. */
  static boolean lasts(Instant first, Instant last, long bytes) {
    long moments = Math.max(1, Duration.between(first, last).dividedBy(MOMENT));
    return bytes / moments >= STILL_DENSE;
  }

  /** It is over: the next has to be as long again. */
  void falls() {
    behind = 0;
  }
}
