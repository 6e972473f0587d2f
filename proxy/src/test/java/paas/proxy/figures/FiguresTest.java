package paas.proxy.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is counted, how exact it is, and how it is shown. */
class FiguresTest {
  private static final List<String> CODES = List.of("", "H10", "H12");

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 7, 8, 9, 15, 16, 17, 100, 1023, 1024, 1025, 999_999, 30_000_000})
  void aBoundIsAtMostAnEighthAboveTheTime(long micros) {
    Histogram histogram = new Histogram();
    histogram.add(micros);
    TreeMap<Long, Long> counts = new TreeMap<>();
    histogram.addTo(counts);
    assertThat(counts).hasSize(1);
    long bound = counts.firstKey();
    assertThat(bound).isGreaterThan(micros).isLessThanOrEqualTo(micros + 1 + micros / 8);
  }

  @Test
  void aTimeBeyondAllBoundsCountsAsTheLongest() {
    Histogram histogram = new Histogram();
    histogram.add(Long.MAX_VALUE);
    histogram.add(-5);
    TreeMap<Long, Long> counts = new TreeMap<>();
    histogram.addTo(counts);
    assertThat(counts).containsOnlyKeys(1L, 1L << 33);
  }

  @Test
  void percentilesAreThoseOfTheTimesThemselves() {
    Random random = new Random(6);
    long[] times = random.longs(10_000, 50, 2_000_000).toArray();
    Histogram histogram = new Histogram();
    Arrays.stream(times).forEach(histogram::add);
    TreeMap<Long, Long> counts = new TreeMap<>();
    histogram.addTo(counts);
    Latency latency = new Latency(Arrays.stream(times).sum(), counts);
    Arrays.sort(times);
    assertThat(latency.count()).isEqualTo(10_000);
    for (double share : new double[] {0.5, 0.95, 0.99, 1}) {
      long exact = times[(int) Math.ceil(share * times.length) - 1];
      assertThat(latency.atMost(share)).isBetween(exact, exact + 1 + exact / 8);
    }
    assertThat(Latency.NONE.atMost(0.99)).isZero();
  }

  @Test
  void threadsAreSummedAndLooksSubtracted() {
    long began = System.nanoTime();
    Tallies one = new Tallies(CODES, began);
    Tallies two = new Tallies(CODES, began);
    one.ended("shop", 200, System.nanoTime(), System.nanoTime(), 10, 100, -1);
    two.ended("shop", 503, System.nanoTime(), System.nanoTime(), 0, 20, 2);
    two.ended("shop", 404, System.nanoTime(), System.nanoTime(), 0, 20, 0);
    two.ended("shop", 101, began, System.nanoTime(), 0, 5, -1);
    two.ended("", 404, System.nanoTime(), System.nanoTime(), 0, 1, 0);
    AppFigures shop = shop(one, two);
    assertThat(shop.inFlight()).isEqualTo(3);
    assertThat(shop.total().byClass()).containsExactly(1L, 1L, 0L, 1L, 1L);
    assertThat(shop.total().errors()).isEqualTo(Map.of("H12", 1L));
    assertThat(shop.total().bytesIn()).isEqualTo(10);
    assertThat(shop.total().bytesOut()).isEqualTo(145);
    assertThat(shop.total().latency().count()).as("without the WebSocket").isEqualTo(3);
    assertThat(shop.recent()).isEqualTo(shop.total());
    one.ended("shop", 200, System.nanoTime(), System.nanoTime(), 1, 2, -1);
    Counts since = shop(one, two).total().since(shop.total());
    assertThat(since.requests()).isEqualTo(1);
    assertThat(since.bytesOut()).isEqualTo(2);
    assertThat(since.errors()).isEmpty();
    assertThat(since.latency().count()).isEqualTo(1);
    assertThat(since.since(shop.total())).as("a proxy that began anew").isEqualTo(since);
    one.retain(Set.of());
    two.retain(Set.of());
    assertThat(Tallies.sum(List.of(one, two), Map.of(), Map.of()))
        .extracting(AppFigures::app)
        .containsExactly("");
  }

  private static AppFigures shop(Tallies... threads) {
    return Tallies.sum(List.of(threads), Map.of("shop", 3), Map.of()).getLast();
  }

  @Test
  void minutesComeAndGo() {
    long minute = 60_000_000_000L;
    Tally tally = new Tally();
    tally.add(1, 200, 5, 0, 0, -1, 3);
    assertThat(recent(tally, 2)).isEqualTo(1);
    tally.add(minute + 1, 200, 5, 0, 0, 1, 3);
    tally.add(minute + 2, 200, 5, 0, 0, -1, 3);
    assertThat(recent(tally, minute + 3)).isEqualTo(3);
    assertThat(recent(tally, 2 * minute + 3)).isEqualTo(2);
    assertThat(recent(tally, 3 * minute)).isZero();
    tally.add(9 * minute, 200, 5, 0, 0, -1, 3);
    assertThat(recent(tally, 9 * minute)).isEqualTo(1);
    assertThat(Counters.sum(List.of(tally.total()), CODES).requests()).isEqualTo(4);
    assertThat(Tally.recentSeconds(5_000_000_000L)).isEqualTo(5);
    assertThat(Tally.recentSeconds(3 * minute + 5_000_000_000L)).isEqualTo(65);
  }

  private static long recent(Tally tally, long nanos) {
    List<Counters> counters = new java.util.ArrayList<>();
    tally.recent(nanos, counters);
    return Counters.sum(counters, CODES).requests();
  }

  @Test
  void theTextIsWhatPrometheusReads() {
    Latency latency = new Latency(1_500_000, new TreeMap<>(Map.of(600L, 2L, 1_048_576L, 1L)));
    Counts counts = new Counts(List.of(0L, 2L, 0L, 0L, 1L), Map.of("H12", 1L), 7, 9, latency);
    AppFigures odd = new AppFigures("a\"\\\n", 1, 0, counts, Counts.NONE, 60);
    String text = PrometheusText.of(new Figures(1_500, 4, 0, 12, 0, List.of(odd)));
    String app = "app=\"a\\\"\\\\\\n\"";
    assertThat(text)
        .contains("paas_proxy_start_time_seconds 1.5\n")
        .contains("paas_proxy_connections 4\n")
        .contains("paas_proxy_requests_total{" + app + ",status=\"2xx\"} 2\n")
        .contains("paas_proxy_errors_total{" + app + ",code=\"H12\"} 1\n")
        .contains("paas_proxy_in_flight{" + app + "} 1\n")
        .contains("_bucket{" + app + ",le=\"0.000512\"} 0\n")
        .contains("_bucket{" + app + ",le=\"0.001024\"} 2\n")
        .contains("_bucket{" + app + ",le=\"1.048576\"} 3\n")
        .contains("_bucket{" + app + ",le=\"+Inf\"} 3\n")
        .contains("_seconds_sum{" + app + "} 1.5\n");
    assertThat(text.lines())
        .allMatch(
            line -> line.matches("# (HELP|TYPE) paas_\\w+ .+|paas_\\w+(\\{\\w+=\".*\"})? [0-9.]+"));
  }
}
