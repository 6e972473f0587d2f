package paas.engine.docker;

import java.nio.file.Path;
import java.util.regex.Pattern;
import paas.engine.Supply;

/**
 * What an engine is opened with.
 *
 * @param instanceId keeps two servers on one Docker engine apart: part of every name and label
 * @param dataDir the server's data folder; the engine keeps addresses and log positions in {@code
 *     docker/} there
 * @param builder which of Docker's builders to use
 * @param supply where builds get things from
 */
public record DockerSettings(String instanceId, Path dataDir, Builder builder, Supply supply) {
  private static final Pattern ID = Pattern.compile("[a-z0-9]{1,20}");

  /** Which of Docker's two builders to use. */
  public enum Builder {
    /** BuildKit where the engine has it. */
    BEST,
    /** The older one, without cache mounts. */
    CLASSIC
  }

  public DockerSettings {
    if (!ID.matcher(instanceId).matches()) {
      throw new IllegalArgumentException("instance id '" + instanceId + "' is not " + ID);
    }
  }

  public DockerSettings(String instanceId, Path dataDir) {
    this(instanceId, dataDir, Builder.BEST, Supply.USUAL);
  }

  Path folder() {
    return dataDir.resolve("docker");
  }
}
