package paas.proxy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps what strangers can cause from filling the log: one line a minute. */
final class Seldom {
  private static final long REST = TimeUnit.MINUTES.toNanos(1);

  private final AtomicLong next = new AtomicLong(System.nanoTime());

  /** Whether it is time for another line. */
  boolean now() {
    long now = System.nanoTime();
    long due = next.get();
    return now - due >= 0 && next.compareAndSet(due, now + REST);
  }
}
