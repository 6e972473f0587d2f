package paas.deploy;

import java.time.Duration;
import paas.hooks.ExportLimits;

/**
 * What an operator may choose about deploys.
 *
 * @param memoryBytes most memory of one process
 * @param listen how long a process may take from its start until it accepts a connection
 * @param healthy from the first connection until a status under 500
 * @param export what a commit's tree may hold
 */
public record DeploySettings(
    long memoryBytes, Duration listen, Duration healthy, ExportLimits export) {
  public static final DeploySettings DEFAULT =
      new DeploySettings(
          512L << 20, Duration.ofSeconds(60), Duration.ofSeconds(20), ExportLimits.defaults());
}
