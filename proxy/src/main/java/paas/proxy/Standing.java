package paas.proxy;

import java.util.concurrent.atomic.AtomicInteger;

/** How a target has done of late, and whether it is passed over for that. */
final class Standing {
  private final AtomicInteger inARow = new AtomicInteger();
  private volatile boolean out;
  private volatile long outUntil;
  private int times;

  /** Whether it may be chosen while others may be too. */
  boolean good() {
    return !out || System.nanoTime() - outUntil >= 0;
  }

  /** A request was answered. */
  void answered() {
    if (inARow.get() != 0) {
      inARow.set(0);
    }
  }

  /** A request failed by the target's doing; true when it is passed over from now on. */
  boolean failed(Traffic.Ejection policy) {
    return inARow.incrementAndGet() >= policy.failures() && good() && eject(policy);
  }

  /**
   * When its time is over one more failure is enough, since only an answer makes the row end. It
   * starts from the shortest time again when the last is long ago.
   */
  private synchronized boolean eject(Traffic.Ejection policy) {
    if (!good()) {
      return false;
    }
    long now = System.nanoTime();
    long longest = policy.longestMillis() * 1_000_000;
    times = out && now - outUntil < longest ? Math.min(times + 1, 30) : 0;
    outUntil = now + Math.min(longest, (policy.firstMillis() * 1_000_000) << times);
    out = true;
    return true;
  }
}
