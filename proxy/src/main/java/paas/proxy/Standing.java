package paas.proxy;

import java.util.concurrent.atomic.AtomicInteger;

/** How a target has done of late, and whether it is passed over for that. */
final class Standing {
  private final AtomicInteger inARow = new AtomicInteger();

  /** Passed over, by what a check says or for a while; what says which follows. */
  private volatile boolean doubted;

  private volatile boolean unwell;
  private volatile long outUntil;
  private boolean wasOut;
  private int times;

  private boolean asking;
  private long askedAt;
  private int missed;

  /** Whether it may be chosen while others may be too. */
  boolean good() {
    return !doubted || (!unwell && System.nanoTime() - outUntil >= 0);
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
    times = wasOut && now - outUntil < longest ? Math.min(times + 1, 30) : 0;
    outUntil = now + Math.min(longest, (policy.firstMillis() * 1_000_000) << times);
    wasOut = true;
    doubted = true;
    return true;
  }

  /** Whether it is time to ask it; the answer to that must follow. */
  synchronized boolean due(long now, long everyMillis) {
    if (asking || (askedAt != 0 && now - askedAt < everyMillis * 1_000_000)) {
      return false;
    }
    asking = true;
    askedAt = now;
    return true;
  }

  /**
   * It was asked how it is.
   *
   * @param attempts after how many wrong answers in a row it is unwell
   * @return whether that has changed
   */
  synchronized boolean checked(boolean well, int attempts) {
    asking = false;
    missed = well ? 0 : missed + 1;
    boolean before = unwell;
    if (well || missed >= attempts) {
      unwell = !well;
    }
    if (unwell && !doubted) {
      outUntil = System.nanoTime();
      doubted = true;
    }
    return before != unwell;
  }

  /** Nobody asks it any more, so what it said last does not count. */
  synchronized void unchecked() {
    missed = 0;
    unwell = false;
  }
}
