package paas.supervise;

import java.time.Duration;

/**
 * How much may run beside an app.
 *
 * @param most one-off processes of one app at a time
 * @param longest life of one that runs without its caller
 */
public record OneOffLimits(int most, Duration longest) {
  public static final OneOffLimits DEFAULT = new OneOffLimits(20, Duration.ofHours(24));
}
