package paas.proxy;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Waits for what is under way on targets that left the table. Requests get the whole time;
 * WebSockets and streams of events, which never end by themselves, are told to go after a moment, a
 * few at a time, so that they do not all come back at once.
 */
final class Drain {
  private static final Duration MOMENT = Duration.ofMillis(200);
  private static final Duration ROUND = Duration.ofMillis(100);

  /** How many are told in one round, on each I/O thread. */
  static final int AT_ONCE = 200;

  private static final long CUT_MILLIS = 2000;

  private final Routes routes;
  private final Function<Consumer<Loop>, CountDownLatch> loops;

  /**
   * @param loops runs something on each I/O thread; the latch opens when it is done
   */
  Drain(Routes routes, Function<Consumer<Loop>, CountDownLatch> loops) {
    this.routes = routes;
    this.loops = loops;
  }

  /** Returns when nothing is under way there any more; what is left at the deadline is cut. */
  Drained of(Set<String> ids, Duration deadline) throws InterruptedException {
    long start = System.nanoTime();
    long before = routes.inFlight(ids);
    AtomicLong told = new AtomicLong();
    AtomicLong cut = new AtomicLong();
    boolean idle = routes.awaitIdle(ids, least(MOMENT, deadline));
    while (!idle && left(start, deadline).isPositive()) {
      onEveryLoop(loop -> told.addAndGet(loop.tell(ids, AT_ONCE)));
      idle = routes.awaitIdle(ids, least(ROUND, left(start, deadline)));
    }
    if (!idle) {
      onEveryLoop(loop -> cut.addAndGet(loop.cut(ids)));
      routes.awaitIdle(ids, Duration.ofMillis(CUT_MILLIS));
    }
    return new Drained(
        Math.max(0, before - cut.get() - told.get()),
        cut.get(),
        told.get(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  private void onEveryLoop(Consumer<Loop> action) throws InterruptedException {
    loops.apply(action).await(CUT_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Duration left(long start, Duration deadline) {
    return deadline.minusNanos(System.nanoTime() - start);
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
