package paas.deploy;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets other threads end a deploy for as long as it can be undone. The first who asks decides how
 * it ends; the thread that carries it out is interrupted, tells, and clears up.
 */
final class Brake {
  private @Nullable Thread driver;
  private @Nullable Outcome asked;
  private @Nullable Thread timer;
  private boolean released;

  /** The thread to interrupt from now on. */
  synchronized void driver(Thread thread) {
    driver = thread;
  }

  /**
   * Asks for an end.
   *
   * @return false when it is too late: the deploy goes on to its own end
   */
  synchronized boolean ask(Outcome end) {
    if (released) {
      return false;
    }
    if (asked == null) {
      asked = end;
      if (driver != null) {
        driver.interrupt();
      }
    }
    return true;
  }

  synchronized Optional<Outcome> asked() {
    return Optional.ofNullable(asked);
  }

  /**
   * Nobody can end it from here on; to be called by its driver before the switch and before any
   * end.
   *
   * @return how it was asked to end before; an interrupt that told of it is forgotten
   */
  synchronized Optional<Outcome> release() {
    if (!released && asked != null && Thread.currentThread().equals(driver)) {
      Thread.interrupted();
    }
    released = true;
    return Optional.ofNullable(asked);
  }

  /** The time of one step runs until this is closed. */
  interface Timer extends AutoCloseable {
    @Override
    void close();
  }

  /** Asks for this end unless the timer is closed before. */
  synchronized Timer within(Duration limit, Outcome end) {
    Thread mine = Thread.ofVirtual().name("step-limit").unstarted(() -> expire(limit, end));
    timer = mine;
    mine.start();
    return this::closeTimer;
  }

  private void expire(Duration limit, Outcome end) {
    try {
      Thread.sleep(limit);
    } catch (InterruptedException e) {
      return;
    }
    synchronized (this) {
      if (Thread.currentThread().equals(timer)) {
        ask(end);
      }
    }
  }

  private synchronized void closeTimer() {
    if (timer != null) {
      timer.interrupt();
      timer = null;
    }
  }
}
