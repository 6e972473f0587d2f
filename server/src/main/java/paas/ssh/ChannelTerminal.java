package paas.ssh;

import java.util.ArrayList;
import java.util.List;
import paas.cli.Terminal;

/** The terminal a client asked for on one channel. */
final class ChannelTerminal implements Terminal {
  private static final int LARGEST = 10_000;

  private final String type;
  private final Runnable onRaw;
  private final List<Resize> listeners = new ArrayList<>();
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

  void resized(int newColumns, int newRows) {
    List<Resize> told;
    synchronized (this) {
      columns = bounded(newColumns, columns);
      rows = bounded(newRows, rows);
      told = List.copyOf(listeners);
    }
    told.forEach(listener -> listener.to(columns(), rows()));
  }

  @Override
  public void raw() {
    onRaw.run();
  }
}
