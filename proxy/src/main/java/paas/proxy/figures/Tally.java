package paas.proxy.figures;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One app's requests on one thread: since the beginning, and minute by minute. */
final class Tally {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  /** One minute's counters and those of the minute before. */
  private record Minutes(long minute, Counters now, @Nullable Counters before) {}

  private final Counters total = new Counters();
  private volatile @Nullable Minutes minutes;

  /** Counts a request; {@code nanos} since the counting began. */
  void add(
      long nanos, int status, long micros, long bytesIn, long bytesOut, int failure, int kinds) {
    Counters minute = minute(nanos / MINUTE);
    total.add(status, micros, bytesIn, bytesOut);
    minute.add(status, micros, bytesIn, bytesOut);
    if (failure >= 0) {
      total.fail(failure, kinds);
      minute.fail(failure, kinds);
    }
  }

  private Counters minute(long minute) {
    Minutes last = minutes;
    if (last != null && last.minute == minute) {
      return last.now;
    }
    Counters fresh = new Counters();
    minutes =
        new Minutes(minute, fresh, last != null && last.minute == minute - 1 ? last.now : null);
    return fresh;
  }

  Counters total() {
    return total;
  }

  /** Adds what belongs to this minute and the one before. */
  void recent(long nanos, List<Counters> to) {
    long minute = nanos / MINUTE;
    Minutes last = minutes;
    if (last == null || last.minute < minute - 1) {
      return;
    }
    to.add(last.now);
    if (last.minute >= minute && last.before != null) {
      to.add(last.before);
    }
  }

  /** How many seconds {@link #recent} is about. */
  static int recentSeconds(long nanos) {
    return (int)
        Math.max(1, TimeUnit.NANOSECONDS.toSeconds(Math.min(nanos, MINUTE + nanos % MINUTE)));
  }
}
