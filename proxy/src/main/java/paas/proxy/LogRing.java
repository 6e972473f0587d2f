package paas.proxy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that ended, on their way from the I/O threads to the listener: many writers, one reader,
 * bounded. A writer never waits; it copies into a slot that was used before, and what the listener
 * gets is made by the reader. The reader is woken at most once in {@link #REST}, so that a busy
 * proxy does not pay for a wake-up per request.
 */
final class LogRing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogRing.class);
  private static final long REST = TimeUnit.MILLISECONDS.toNanos(25);
  private static final int DEFAULT_SIZE = 4096;

  /** Room for one request. Whose turn it is says {@link #turn}. */
  private static final class Slot {
    /** The number of the request that may be written here; one more: it was, and may be read. */
    volatile long turn;

    final Facts facts = new Facts();

    Slot(long turn) {
      this.turn = turn;
    }
  }

  private final RouterLog listener;
  private final Slot[] slots;
  private final AtomicLong tail = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong lostInAll = new AtomicLong();
  private final Thread reader;
  private long head;
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
    slots = new Slot[wanted() ? size : 0];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = new Slot(i);
    }
    reader = Thread.ofPlatform().name("proxy-log").daemon().unstarted(this::run);
    if (wanted()) {
      reader.start();
    }
  }

  /** Whether anybody listens. */
  boolean wanted() {
    return !listener.equals(RouterLog.NONE);
  }

  /** Requests that found the ring full, since the beginning. */
  long lostInAll() {
    return lostInAll.get();
  }

  /** Takes a copy of an exchange that is over. */
  void offer(Facts ended) {
    while (true) {
      long at = tail.get();
      Slot slot = slot(at);
      long turn = slot.turn;
      if (turn < at) {
        lost.incrementAndGet();
        lostInAll.incrementAndGet();
        return;
      }
      if (turn == at && tail.compareAndSet(at, at + 1)) {
        slot.facts.copy(ended);
        slot.turn = at + 1;
        break;
      }
    }
    if (asleep) {
      asleep = false;
      LockSupport.unpark(reader);
    }
  }

  private Slot slot(long number) {
    return slots[(int) (number & (slots.length - 1))];
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
        if (slot(head).turn != head + 1 && !closed) {
          LockSupport.park();
        }
        asleep = false;
      }
    }
  }

  private int drain() {
    int lines = 0;
    for (Slot slot = slot(head); slot.turn == head + 1; slot = slot(head)) {
      tell(slot.facts);
      slot.turn = head + slots.length;
      head++;
      lines++;
    }
    long missed = lost.getAndSet(0);
    try {
      if (missed > 0) {
        listener.dropped(missed);
      }
      if (lines > 0) {
        listener.batchEnded();
      }
    } catch (RuntimeException e) {
      failed(e);
    }
    return lines;
  }

  private void tell(Facts facts) {
    try {
      listener.request(facts.line());
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private static void failed(RuntimeException why) {
    LOG.error("The listener for router lines failed", why);
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
