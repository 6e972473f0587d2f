package paas.proxy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines on their way from the I/O threads to the listener: many writers, one reader, bounded. A
 * writer never waits; the reader is woken at most once in {@link #REST}, so that a busy proxy does
 * not pay for a wake-up per request.
 */
final class LogRing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogRing.class);
  private static final long REST = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int DEFAULT_SIZE = 16_384;

  private final RouterLog listener;
  private final AtomicReferenceArray<@Nullable RequestLine> slots;
  private final AtomicLong tail = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong lostInAll = new AtomicLong();
  private final Thread reader;
  private volatile long head;
  private volatile boolean asleep;
  private volatile boolean closed;

  LogRing(RouterLog listener) {
    this(listener, DEFAULT_SIZE);
  }

  /**
   * With room of its own choice.
   *
   * @param size a power of two
   */
  LogRing(RouterLog listener, int size) {
    this.listener = listener;
    slots = new AtomicReferenceArray<>(size);
    reader = Thread.ofPlatform().name("proxy-log").daemon().unstarted(this::run);
    if (wanted()) {
      reader.start();
    }
  }

  /** Whether anybody listens. */
  boolean wanted() {
    return !listener.equals(RouterLog.NONE);
  }

  /** Lines that found the ring full, since the beginning. */
  long lostInAll() {
    return lostInAll.get();
  }

  void offer(RequestLine line) {
    while (true) {
      long at = tail.get();
      if (at - head >= slots.length()) {
        lost.incrementAndGet();
        lostInAll.incrementAndGet();
        return;
      }
      if (tail.compareAndSet(at, at + 1)) {
        slots.set((int) (at & (slots.length() - 1)), line);
        break;
      }
    }
    if (asleep) {
      asleep = false;
      LockSupport.unpark(reader);
    }
  }

  private void run() {
    while (true) {
      boolean last = closed;
      int lines = drain();
      if (last) {
        return;
      }
      if (lines > 0) {
        LockSupport.parkNanos(REST);
      } else {
        asleep = true;
        if (slots.get((int) (head & (slots.length() - 1))) == null && !closed) {
          LockSupport.park();
        }
        asleep = false;
      }
    }
  }

  private int drain() {
    int lines = 0;
    while (true) {
      long at = head;
      int slot = (int) (at & (slots.length() - 1));
      RequestLine line = slots.get(slot);
      if (line == null) {
        break;
      }
      slots.set(slot, null);
      head = at + 1;
      lines++;
      tell(() -> listener.request(line));
    }
    long missed = lost.getAndSet(0);
    if (missed > 0) {
      tell(() -> listener.dropped(missed));
    }
    if (lines > 0) {
      tell(listener::batchEnded);
    }
    return lines;
  }

  private static void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.error("The listener for router lines failed", e);
    }
  }

  /** Hands over what is left, for at most two seconds. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(reader);
    try {
      reader.join(2000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
