package paas.logs;

import java.time.Duration;
import java.util.Optional;

/** A deploy's output from its first line on. For one thread. */
public interface DeployReader extends AutoCloseable {
  /** The next line; empty when none came in this time, or none will come any more. */
  Optional<String> next(Duration wait) throws InterruptedException;

  /** Whether the last line was read and no more will come. */
  boolean ended();

  @Override
  void close();
}
