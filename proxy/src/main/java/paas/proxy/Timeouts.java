package paas.proxy;

import java.time.Duration;

/**
 * How long one app's requests may take.
 *
 * @param connect until a target accepts the connection
 * @param firstByte from the request's last byte to the answer's first (H12)
 * @param idle between two bytes of an answer or of a WebSocket, in either direction (H15)
 * @param hold how long a request waits while the app is paused (H11)
 */
public record Timeouts(Duration connect, Duration firstByte, Duration idle, Duration hold) {
  public static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(55),
          Duration.ofSeconds(30));

  public Timeouts {
    Target.require(
        positive(connect) && positive(firstByte) && positive(idle) && positive(hold),
        "a time-out must be positive");
  }

  private static boolean positive(Duration duration) {
    return duration.toMillis() > 0;
  }
}
