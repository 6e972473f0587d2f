package paas.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The caller's wish to stop: Ctrl-C, or gone. A verb that waits looks at it often; its thread is
 * never interrupted, because an interrupt in the middle of a file access would close that file
 * under the store and under git.
 */
public final class Cancel {
  private final List<Runnable> hooks = new ArrayList<>();
  private boolean cancelled;

  public synchronized boolean cancelled() {
    return cancelled;
  }

  /** Asks to stop; the second time does nothing. */
  public void cancel() {
    List<Runnable> due;
    synchronized (this) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      due = List.copyOf(hooks);
    }
    due.forEach(Runnable::run);
  }

  /**
   * Runs {@code hook} once when the caller asks to stop; at once when it already has. It must not
   * block.
   */
  public void onCancel(Runnable hook) {
    synchronized (this) {
      hooks.add(hook);
      if (!cancelled) {
        return;
      }
    }
    hook.run();
  }
}
