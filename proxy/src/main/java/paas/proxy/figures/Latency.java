package paas.proxy.figures;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How long requests took, from their head to the end of their answer.
 *
 * @param sumMicros of all of them
 * @param buckets how many took less than so many microseconds and not less than the bound before
 */
public record Latency(long sumMicros, SortedMap<Long, Long> buckets) {
  public static final Latency NONE = new Latency(0, Collections.emptySortedMap());

  public Latency {
    buckets = Collections.unmodifiableSortedMap(new TreeMap<>(buckets));
  }

  /** How many there were. */
  public long count() {
    return buckets.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The time that this share of them took at most, in microseconds, up to an eighth too much; 0
   * when there were none.
   *
   * @param share such as 0.99
   */
  public long atMost(double share) {
    long wanted = (long) Math.ceil(share * count());
    long seen = 0;
    for (Map.Entry<Long, Long> bucket : buckets.entrySet()) {
      seen += bucket.getValue();
      if (seen >= wanted) {
        return bucket.getKey();
      }
    }
    return 0;
  }

  /** How many took less than {@code micros}, which must be a bound. */
  long under(long micros) {
    return buckets.headMap(micros + 1).values().stream().mapToLong(Long::longValue).sum();
  }

  /** What came since {@code before} was read. */
  Latency since(Latency before) {
    TreeMap<Long, Long> fresh = new TreeMap<>();
    buckets.forEach((bound, count) -> {
      long more = count - before.buckets.getOrDefault(bound, 0L);
      if (more > 0) {
        fresh.put(bound, more);
      }
    });
    return new Latency(Math.max(0, sumMicros - before.sumMicros), fresh);
  }
}
