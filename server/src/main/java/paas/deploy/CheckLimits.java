package paas.deploy;

import java.time.Duration;

/**
 * How long a starting web process may take.
 *
 * @param listen from its start until it accepts a connection
 * @param healthy from the first connection until a status under 500
 */
public record CheckLimits(Duration listen, Duration healthy) {
  public static final CheckLimits DEFAULT =
      new CheckLimits(Duration.ofSeconds(60), Duration.ofSeconds(20));

  public CheckLimits {
    if (!listen.isPositive() || !healthy.isPositive()) {
      throw new IllegalArgumentException("a limit of no time lets nothing start");
    }
  }
}
