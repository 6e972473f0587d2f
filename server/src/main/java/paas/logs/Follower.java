package paas.logs;

import java.time.Duration;
import java.util.Optional;

public interface Follower extends AutoCloseable {
  Optional<LogLine> next(Duration wait) throws InterruptedException;

  @Override
  void close();
}
