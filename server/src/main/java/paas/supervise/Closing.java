package paas.supervise;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import paas.engine.OneOff;

/** A one-off process that is struck from a list when it is closed. */
record Closing(OneOff oneOff, Runnable struck) implements OneOff {
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

  @Override
  public void close() {
    try {
      oneOff.close();
    } finally {
      struck.run();
    }
  }
}
