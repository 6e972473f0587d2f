package paas.engine;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** A one-off process that is on a list until it is closed. */
public final class KeptOneOff implements OneOff {
  private final OneOff oneOff;
  private final Consumer<OneOff> atEnd;
  private boolean closed;

  /**
   * Wraps it.
   *
   * @param atEnd given this, when what it wraps is closed
   */
  public KeptOneOff(OneOff oneOff, Consumer<OneOff> atEnd) {
    this.oneOff = oneOff;
    this.atEnd = atEnd;
  }

  @Override
  public OutputStream stdin() {
    return oneOff.stdin();
  }

  @Override
  public InputStream stdout() {
    return oneOff.stdout();
  }

  @Override
  public InputStream stderr() {
    return oneOff.stderr();
  }

  @Override
  public void resize(int columns, int rows) {
    oneOff.resize(columns, rows);
  }

  @Override
  public Optional<Integer> waitFor(Duration limit) throws InterruptedException {
    return oneOff.waitFor(limit);
  }

  /** The second time it waits for the first and does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      oneOff.close();
    } finally {
      atEnd.accept(this);
    }
  }
}
