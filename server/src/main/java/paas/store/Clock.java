package paas.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The time as the tables keep it, so that what was written equals what is read back. */
final class Clock {
  private Clock() {}

  static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
