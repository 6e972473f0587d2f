package paas.hooks.pack;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what a pack unpacks to, over all threads that work at it. */
final class Budget {
  private final PackLimits limits;
  private final AtomicLong unpacked = new AtomicLong();

  Budget(PackLimits limits) {
    this.limits = limits;
  }

  /** Before an object is made. */
  void spend(long bytes) throws TooLarge {
    if (unpacked.addAndGet(bytes) > limits.unpackedBytes()) {
      throw new TooLarge(TooLarge.What.UNPACKED, limits.unpackedBytes());
    }
  }
}
