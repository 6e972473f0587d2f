package paas.engine.docker;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Docker's times. */
final class Times {
  private Times() {}

  /** Reads RFC 3339, with an offset or 'Z'; what is missing or broken is the epoch. */
  static Instant parse(@Nullable String text) {
    try {
      return text == null ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }
}
