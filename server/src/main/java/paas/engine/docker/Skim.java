package paas.engine.docker;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * How a log is read that is flooded: only what was written last, once a second, for as long as that
 * is enough to be a flood still. What comes after is there to be followed, without a gap.
 */
final class Skim {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration SAY_AGAIN = Duration.ofSeconds(10);

  /** Then it is followed again in any case: the machine may have been busy with something else. */
  private static final Duration LONGEST = Duration.ofSeconds(90);

  private static final int MOST_LINES = 2000;
  private static final int LEAST_LINES = 20;
  private static final long MOST_BYTES = 256 << 10;

  /** What a container said before it ended is asked for most of all. */
  private static final int LAST_LINES = 20_000;

  private static final String FLOOD =
      "lines may be missing around here: too many are written to read them all, only the newest are"
          + " read once a second";

  private final LogSource source;
  private final BooleanSupplier running;
  private int most = MOST_LINES;
  private Instant said = Instant.EPOCH;

  /**
   * @param running whether the container runs
   */
  Skim(LogSource source, BooleanSupplier running) {
    this.source = source;
    this.running = running;
  }

  /**
   * Returns when the log is to be followed again, or when the follower is to leave.
   *
   * @return whether the container has ended, and its last lines were delivered
   */
  boolean read(Delivery to, CountDownLatch leave) throws InterruptedException {
    long began = System.nanoTime();
    do {
      boolean runs = running.getAsBoolean();
      int asked = runs ? most : LAST_LINES;
      LogSource.Newest newest = source.newest(asked, to.since());
      boolean more = newest.entries() >= asked;
      if (runs && !(more && Flood.lasts(newest.first(), newest.last(), newest.bytes()))) {
        return false;
      }
      deliver(newest, more, to);
      if (!runs) {
        return true;
      }
      long mean = Math.max(1, newest.bytes() / newest.entries());
      most = Math.clamp(MOST_BYTES / mean, LEAST_LINES, MOST_LINES);
    } while (!leave.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)
        && System.nanoTime() - began < LONGEST.toNanos());
    return false;
  }

  /**
   * @param more whether there were more lines, which may be lost
   */
  private void deliver(LogSource.Newest newest, boolean more, Delivery to) {
    if (more && Duration.between(said, newest.first()).compareTo(SAY_AGAIN) >= 0) {
      said = newest.first();
      to.gap(said, FLOOD);
    }
    for (LogSource.Line line : newest.lines()) {
      to.line(line.at(), line.text());
    }
  }
}
