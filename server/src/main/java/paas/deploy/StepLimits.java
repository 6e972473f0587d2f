package paas.deploy;

import java.time.Duration;

/**
 * How long the steps of a deploy may take; how long a started process may take to be well says
 * {@link CheckLimits}.
 *
 * @param export to write the commit's files to the disk
 * @param detect to find out what the app is
 * @param build from the moment it has a place
 * @param release for each command that a deploy runs: predeploy, release, postdeploy
 * @param start to start all processes, healthy or not
 * @param drain for the requests of the old processes to end
 * @param stop from SIGTERM to SIGKILL
 */
public record StepLimits(
    Duration export,
    Duration detect,
    Duration build,
    Duration release,
    Duration start,
    Duration drain,
    Duration stop) {
  public static final StepLimits DEFAULT =
      new StepLimits(
          Duration.ofMinutes(5),
          Duration.ofMinutes(1),
          Duration.ofMinutes(30),
          Duration.ofMinutes(30),
          Duration.ofMinutes(2),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30));

  /** {@code 30 min}, {@code 90 s}, {@code 250 ms}: as the settings file has it. */
  static String text(Duration limit) {
    long millis = limit.toMillis();
    if (millis % 1000 != 0) {
      return millis + " ms";
    }
    return millis % 60_000 == 0 ? millis / 60_000 + " min" : millis / 1000 + " s";
  }
}
