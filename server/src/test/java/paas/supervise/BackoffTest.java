package paas.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void theFirstCrashWaitsForNothingAndTheNextOnesEverLonger() {
    assertThat(
            Stream.iterate(Backoff.none(START), crash -> crash.again(START.plusSeconds(1)))
                .limit(12)
                .map(crash -> crash.delay().toSeconds()))
        .containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
  }

  @Test
  void aLongGoodRunIsForgiven() {
    Backoff crashing = Backoff.none(START).again(START).again(START).again(START);
    Backoff later = crashing.again(START.plus(Duration.ofMinutes(11)));
    assertThat(later.delay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(later.restarts()).isEqualTo(4);
  }
}
