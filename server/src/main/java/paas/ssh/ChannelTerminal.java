package paas.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import paas.cli.CallerGone;
import paas.cli.Terminal;

/** The terminal a client asked for on one channel. */
final class ChannelTerminal implements Terminal {
  private static final int LARGEST = 10_000;

  private final String type;
  private final Runnable onRaw;
  private final List<Resize> listeners = new ArrayList<>();
  private final ReentrantLock telling = new ReentrantLock();
  private int columns;
  private int rows;

  /**
   * A terminal.
   *
   * @param onRaw called when Ctrl-C becomes an ordinary byte
   */
  ChannelTerminal(String type, int columns, int rows, Runnable onRaw) {
    this.type = type.matches("[A-Za-z0-9._+-]{1,64}") ? type : "dumb";
    this.onRaw = onRaw;
    this.columns = bounded(columns, 80);
    this.rows = bounded(rows, 24);
  }

  private static int bounded(int size, int usual) {
    return size < 1 ? usual : Math.min(size, LARGEST);
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public synchronized int columns() {
    return columns;
  }

  @Override
  public synchronized int rows() {
    return rows;
  }

  @Override
  public synchronized void onResize(Resize listener) {
    listeners.add(listener);
  }

  /** Called on the I/O thread, which must not wait for what the listeners do. */
  synchronized void resized(int newColumns, int newRows) {
    columns = bounded(newColumns, columns);
    rows = bounded(newRows, rows);
    for (Resize listener : listeners) {
      Thread.ofVirtual().name("ssh-resize").start(() -> tell(listener));
    }
  }

  /** One at a time, each with the newest size: the last one told is the right one. */
  private void tell(Resize listener) {
    telling.lock();
    try {
      listener.to(columns(), rows());
    } catch (CallerGone e) {
      // It wrote to a terminal that is no more.
      return;
    } finally {
      telling.unlock();
    }
  }

  @Override
  public void raw() {
    onRaw.run();
  }
}
