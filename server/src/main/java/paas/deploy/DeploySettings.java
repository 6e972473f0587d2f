package paas.deploy;

import paas.hooks.ExportLimits;

/**
 * What an operator may choose about deploys.
 *
 * @param memoryBytes most memory of one process
 * @param export what a commit's tree may hold
 */
public record DeploySettings(
    long memoryBytes, CheckLimits checks, StepLimits steps, ExportLimits export) {
  public static final DeploySettings DEFAULT =
      new DeploySettings(
          512L << 20, CheckLimits.DEFAULT, StepLimits.DEFAULT, ExportLimits.defaults());
}
