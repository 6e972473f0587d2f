package paas.logs;

import java.time.Duration;
import java.util.List;

/**
 * Lines as they come. It may be as slow as it likes: what does not fit its queue is lost to it
 * alone, and a line of the platform says how many that were.
 */
public interface Follower extends AutoCloseable {
  /** The next lines, as many as there are up to a bound; empty when none came in this time. */
  List<LogLine> next(Duration wait) throws InterruptedException;

  @Override
  void close();
}
