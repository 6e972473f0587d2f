package paas.proxy.figures;

import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * How many times fell into each bucket: eight to a power of two, so that a bucket's bounds are at
 * most an eighth apart. Written by one thread, read by any; a power of two takes memory once a time
 * falls into it.
 */
final class Histogram {
  private static final int SUB_BITS = 3;
  private static final int SUBS = 1 << SUB_BITS;

  /** Longer times, from 2.4 hours on, count as the longest. */
  private static final int MAX_BITS = 33;

  private static final int OCTAVES = MAX_BITS - SUB_BITS + 1;

  private final AtomicReferenceArray<AtomicLongArray> octaves = new AtomicReferenceArray<>(OCTAVES);

  void add(long micros) {
    long value = Math.clamp(micros, 0, (1L << MAX_BITS) - 1);
    int octave = octave(value);
    AtomicLongArray subs = octaves.getPlain(octave);
    if (subs == null) {
      subs = new AtomicLongArray(SUBS);
      octaves.setRelease(octave, subs);
    }
    int sub = (int) (value >> Math.max(octave - 1, 0)) & (SUBS - 1);
    subs.setOpaque(sub, subs.getPlain(sub) + 1);
  }

  private static int octave(long value) {
    return value < SUBS ? 0 : Long.SIZE - SUB_BITS - Long.numberOfLeadingZeros(value);
  }

  /** Adds what was counted to {@code counts}, by the bucket's upper bound in microseconds. */
  void addTo(SortedMap<Long, Long> counts) {
    for (int octave = 0; octave < OCTAVES; octave++) {
      AtomicLongArray subs = octaves.getAcquire(octave);
      for (int sub = 0; subs != null && sub < SUBS; sub++) {
        long count = subs.getOpaque(sub);
        if (count > 0) {
          counts.merge(upper(octave, sub), count, Long::sum);
        }
      }
    }
  }

  private static long upper(int octave, int sub) {
    return octave == 0 ? sub + 1 : (SUBS + sub + 1L) << (octave - 1);
  }
}
