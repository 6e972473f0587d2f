package paas.proxy;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests are in flight on one target, and whether it takes more: one number, its sign
 * bit set while draining.
 */
final class Claims {
  private static final int DRAINING = Integer.MIN_VALUE;

  private final AtomicInteger state = new AtomicInteger();

  /** Counts one more request in, unless the target is draining. */
  boolean claim() {
    while (true) {
      int now = state.get();
      if (now < 0) {
        return false;
      }
      if (state.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  /** Counts one out; true when it was the last one of a draining target. */
  boolean release() {
    return state.decrementAndGet() == DRAINING;
  }

  void drain() {
    state.getAndUpdate(now -> now | DRAINING);
  }

  /** Takes requests again: the target is back in the table. */
  void reopen() {
    state.getAndUpdate(now -> now & ~DRAINING);
  }

  boolean draining() {
    return state.get() < 0;
  }

  int inFlight() {
    return state.get() & ~DRAINING;
  }
}
