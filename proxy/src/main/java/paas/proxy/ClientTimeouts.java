package paas.proxy;

import java.time.Duration;

/**
 * How long a client's connection may wait.
 *
 * @param head for a whole head, from its first byte
 * @param noRequest between two requests, and before the first
 * @param bodyWindow over which a request body's rate is measured
 */
public record ClientTimeouts(Duration head, Duration noRequest, Duration bodyWindow) {
  public static final ClientTimeouts DEFAULT =
      new ClientTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(65), Duration.ofSeconds(10));
}
