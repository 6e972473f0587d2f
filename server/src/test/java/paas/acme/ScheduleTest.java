package paas.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

class ScheduleTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Schedule schedule = new Schedule(new Random());

  @RepeatedTest(20)
  void aCertificateIsRenewedAboutTwoThirdsIntoItsTime() {
    assertThat(schedule.renewal(NOW, NOW.plus(Duration.ofDays(90))))
        .isBetween(NOW.plus(Duration.ofDays(60)), NOW.plus(Duration.ofDays(65)));
    assertThat(schedule.renewal(NOW, NOW.plusSeconds(6)))
        .isBetween(NOW.plusSeconds(4), NOW.plusSeconds(5));
    assertThat(schedule.renewal(NOW, NOW)).isEqualTo(NOW);
  }

  @RepeatedTest(20)
  void afterEachFailureItIsTriedLater() {
    assertThat(after(1)).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(3));
    assertThat(after(4)).isBetween(Duration.ofMinutes(16), Duration.ofMinutes(18));
    assertThat(after(10)).isBetween(Duration.ofHours(17), Duration.ofHours(19));
    for (int failures : new int[] {11, 12, 63, 64, 65, Integer.MAX_VALUE}) {
      assertThat(after(failures)).isBetween(Duration.ofHours(24), Duration.ofHours(27));
    }
  }

  private Duration after(int failures) {
    return Duration.between(NOW, schedule.retry(NOW, failures));
  }

  @RepeatedTest(20)
  void anAuthoritysWindowIsFollowed() {
    Instant start = NOW.plus(Duration.ofDays(1));
    Instant end = NOW.plus(Duration.ofDays(3));
    Instant fits = NOW.plus(Duration.ofDays(2));
    assertThat(schedule.within(start, end, fits)).isEqualTo(fits);
    assertThat(schedule.within(start, end, NOW)).isBetween(start, end);
    assertThat(schedule.within(start, end, end)).isBetween(start, end);
    assertThat(schedule.within(start, start, end)).isEqualTo(start);
  }
}
