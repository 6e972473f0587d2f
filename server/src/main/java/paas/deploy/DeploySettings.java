package paas.deploy;

import paas.disk.Floor;
import paas.hooks.ExportLimits;

/**
 * What an operator may choose about deploys.
 *
 * @param memoryBytes most memory of one process
 * @param export what a commit's tree may hold
 * @param floor what must stay free of the disk
 */
public record DeploySettings(
    long memoryBytes, CheckLimits checks, StepLimits steps, ExportLimits export, Floor floor) {
  public static final DeploySettings DEFAULT =
      new DeploySettings(
          512L << 20, CheckLimits.DEFAULT, StepLimits.DEFAULT, ExportLimits.defaults());

  public DeploySettings(
      long memoryBytes, CheckLimits checks, StepLimits steps, ExportLimits export) {
    this(memoryBytes, checks, steps, export, Floor.NONE);
  }

  /** The same, with this much to be kept free. */
  public DeploySettings over(Floor kept) {
    return new DeploySettings(memoryBytes, checks, steps, export, kept);
  }
}
