package paas.deploy;

import java.util.List;
import paas.buildpacks.heroku.PackWish;
import paas.disk.Floor;
import paas.hooks.ExportLimits;

/**
 * What an operator may choose about deploys.
 *
 * @param memoryBytes most memory of one process
 * @param export what a commit's tree may hold
 * @param packs where buildpacks come from, and what they find
 * @param floor what must stay free of the disk
 * @param trusted certificates, PEM texts, that count beside the usual ones when buildpacks are
 *     fetched
 */
public record DeploySettings(
    long memoryBytes,
    CheckLimits checks,
    StepLimits steps,
    ExportLimits export,
    PackWish packs,
    Floor floor,
    List<String> trusted) {
  public static final DeploySettings DEFAULT =
      new DeploySettings(
          512L << 20, CheckLimits.DEFAULT, StepLimits.DEFAULT, ExportLimits.defaults());

  public DeploySettings(
      long memoryBytes, CheckLimits checks, StepLimits steps, ExportLimits export) {
    this(memoryBytes, checks, steps, export, PackWish.NONE);
  }

  public DeploySettings(
      long memoryBytes, CheckLimits checks, StepLimits steps, ExportLimits export, PackWish packs) {
    this(memoryBytes, checks, steps, export, packs, Floor.NONE, List.of());
  }

  /** The same, with this much to be kept free. */
  public DeploySettings over(Floor kept) {
    return new DeploySettings(memoryBytes, checks, steps, export, packs, kept, trusted);
  }

  /** The same, with more certificates to be trusted. */
  public DeploySettings trusting(List<String> certificates) {
    return new DeploySettings(memoryBytes, checks, steps, export, packs, floor, certificates);
  }
}
