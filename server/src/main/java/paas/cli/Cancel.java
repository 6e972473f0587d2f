package paas.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The caller's wish to stop: Ctrl-C, or gone. A verb's thread is interrupted only while it waits
 * inside {@link #wait(Callable)}: an interrupt in the middle of a file access would close that file
 * under the store and under git.
 */
public final class Cancel {
  private final List<Runnable> hooks = new ArrayList<>();
  private @Nullable Thread waiting;
  private boolean cancelled;

  public synchronized boolean cancelled() {
    return cancelled;
  }

  /** Asks to stop; the second time does nothing. Never blocks on the verb. */
  public void cancel() {
    List<Runnable> due;
    synchronized (this) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      if (waiting != null) {
        waiting.interrupt();
      }
      due = List.copyOf(hooks);
    }
    due.forEach(Runnable::run);
  }

  /** Runs {@code hook} once when the caller asks to stop; at once when it already has. */
  public void onCancel(Runnable hook) {
    synchronized (this) {
      hooks.add(hook);
      if (!cancelled) {
        return;
      }
    }
    hook.run();
  }

  /**
   * Runs a wait that a cancel may interrupt. It must touch no file and no store.
   *
   * @throws InterruptedException when the caller asked to stop before or meanwhile
   */
  public <T> T wait(Callable<T> wait) throws Exception {
    begin();
    try {
      return wait.call();
    } finally {
      end();
    }
  }

  private synchronized void begin() throws InterruptedException {
    if (cancelled) {
      throw new InterruptedException("cancelled");
    }
    waiting = Thread.currentThread();
  }

  private synchronized void end() {
    waiting = null;
    if (cancelled) {
      // Ours alone: the thread goes on to file accesses that must not see it.
      Thread.interrupted();
    }
  }
}
