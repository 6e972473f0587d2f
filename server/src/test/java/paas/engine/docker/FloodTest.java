package paas.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** With made times: 100 bytes a line, a line each so many microseconds. */
class FloodTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration LATE = Duration.ofSeconds(1);
  private static final Duration AT_ONCE = Duration.ofMillis(20);

  private final Flood flood = new Flood(START);

  /**
   * Lines from one second to another, which arrive late by so much; when it was a flood at last.
   */
  private double rose(double from, double to, int lineMicros, Duration late) {
    long end = Math.round(to * 1e6);
    for (long micros = Math.round(from * 1e6); micros < end; micros += lineMicros) {
      Instant at = START.plusNanos(micros * 1000);
      if (flood.rises(at, at.plus(late), 100)) {
        return micros / 1e6;
      }
    }
    return Double.NaN;
  }

  @Test
  void whatIsDenseAndLateForLongIsAFlood() {
    assertThat(rose(0, 10, 5, LATE)).isBetween(6.0, 6.2);
  }

  @Test
  void aBurstIsNoneHoweverLateItComes() {
    assertThat(rose(0, 5, 5, Duration.ofSeconds(10))).isNaN();
    assertThat(flood.isLong(START.plusSeconds(5))).isFalse();
  }

  @Test
  void whatIsReadInTimeIsNone() {
    assertThat(rose(0, 10, 5, AT_ONCE)).isNaN();
  }

  @Test
  void whatIsThinIsNoneHoweverLateItComes() {
    assertThat(rose(0, 60, 50, LATE)).isNaN();
  }

  @Test
  void aReaderWhoSeesItInPiecesKnowsIt() {
    assertThat(rose(0, 0.5, 5, LATE)).isNaN();
    assertThat(rose(2, 2.3, 5, LATE)).isNaN();
    assertThat(flood.isLong(START.plusSeconds(3))).isFalse();
    assertThat(flood.isLong(START.plusSeconds(7))).isTrue();
    assertThat(rose(6, 6.5, 5, LATE)).isBetween(6.0, 6.3);
  }

  @Test
  void burstsBetweenWhichTheReaderCatchesUpAreNone() {
    for (int i = 0; i < 10; i++) {
      assertThat(rose(3 * i, 3 * i + 1, 5, LATE)).isNaN();
      assertThat(rose(3 * i + 2, 3 * i + 2.001, 5, AT_ONCE)).isNaN();
    }
  }

  @Test
  void whatWasWrittenBeforeTheReaderCameIsNone() {
    assertThat(rose(-20, 0, 5, Duration.ofSeconds(20))).isNaN();
  }

  @Test
  void oneThatIsOverBeginsAnew() {
    assertThat(rose(0, 7, 5, LATE)).isNotNaN();
    flood.falls();
    assertThat(rose(7, 12, 5, LATE)).isNaN();
    assertThat(rose(12, 14, 5, LATE)).isBetween(13.0, 13.2);
  }

  @Test
  void itLastsForAsLongAsItsNewestLinesAreDense() {
    assertThat(Flood.lasts(START, START.plusMillis(20), 262_000)).isTrue();
    assertThat(Flood.lasts(START, START.plusMillis(100), 262_000)).isTrue();
    assertThat(Flood.lasts(START, START.plusMillis(500), 262_000)).isFalse();
  }
}
