package paas.proxy.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** Requests of one app that ended on one thread. Written by that thread alone. */
final class Counters {
  private static final int BYTES_IN = Counts.CLASSES;
  private static final int BYTES_OUT = BYTES_IN + 1;
  private static final int MICROS = BYTES_OUT + 1;

  /** A WebSocket: it lasts as long as people like. */
  private static final int SWITCHED = 101;

  private final AtomicLongArray numbers = new AtomicLongArray(MICROS + 1);
  private final Histogram times = new Histogram();
  private volatile @Nullable AtomicLongArray failed;

  void add(int status, long micros, long bytesIn, long bytesOut) {
    more(numbers, Math.clamp(status / 100, 1, Counts.CLASSES) - 1, 1);
    more(numbers, BYTES_IN, bytesIn);
    more(numbers, BYTES_OUT, bytesOut);
    if (status != SWITCHED) {
      more(numbers, MICROS, micros);
      times.add(micros);
    }
  }

  /**
   * Counts a failure.
   *
   * @param kind under {@code kinds}
   */
  void fail(int kind, int kinds) {
    AtomicLongArray to = failed;
    if (to == null) {
      to = new AtomicLongArray(kinds);
      failed = to;
    }
    more(to, kind, 1);
  }

  private static void more(AtomicLongArray in, int at, long count) {
    in.setOpaque(at, in.getPlain(at) + count);
  }

  /** Several threads' counters as one. */
  static Counts sum(List<Counters> all, List<String> codes) {
    long[] sums = new long[MICROS + 1];
    TreeMap<String, Long> errors = new TreeMap<>();
    TreeMap<Long, Long> buckets = new TreeMap<>();
    for (Counters one : all) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += one.numbers.getOpaque(i);
      }
      one.times.addTo(buckets);
      AtomicLongArray kinds = one.failed;
      for (int i = 0; kinds != null && i < kinds.length(); i++) {
        if (kinds.getOpaque(i) > 0 && !codes.get(i).isEmpty()) {
          errors.merge(codes.get(i), kinds.getOpaque(i), Long::sum);
        }
      }
    }
    List<Long> classes = new ArrayList<>();
    for (int i = 0; i < Counts.CLASSES; i++) {
      classes.add(sums[i]);
    }
    return new Counts(
        classes, errors, sums[BYTES_IN], sums[BYTES_OUT], new Latency(sums[MICROS], buckets));
  }
}
