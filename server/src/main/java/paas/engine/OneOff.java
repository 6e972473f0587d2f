package paas.engine;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/** A one-off process that runs. Closing it kills what is left of it and removes its traces. */
public interface OneOff extends AutoCloseable {
  OutputStream stdin();

  InputStream stdout();

  /** Ends at once when the process has a terminal. */
  InputStream stderr();

  void resize(int columns, int rows);

  /** Its exit status; empty when it still runs after {@code limit}. */
  Optional<Integer> waitFor(Duration limit) throws InterruptedException;

  @Override
  void close();
}
