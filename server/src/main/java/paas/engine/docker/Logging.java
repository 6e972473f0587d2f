package paas.engine.docker;

import com.github.dockerjava.api.model.LogConfig;
import java.util.Map;

/** Where Docker keeps what containers write until it was read, bounded in bytes. */
final class Logging {
  private static final Map<String, String> BOUNDS = Map.of("max-size", "10m", "max-file", "3");

  private Logging() {}

  /**
   * Docker's quick format, and an app never waits for Docker's disk: what does not fit the buffer
   * is left out. The older form is for engines that do not know these words.
   */
  static LogConfig of(DockerApi api) {
    return api.hasBuildKit()
        ? new LogConfig(
            LogConfig.LoggingType.LOCAL,
            Map.of(
                "max-size",
                "10m",
                "max-file",
                "3",
                "compress",
                "false",
                "mode",
                "non-blocking",
                "max-buffer-size",
                LogFollower.LOG_BUFFER / (1 << 20) + "m"))
        : new LogConfig(LogConfig.LoggingType.JSON_FILE, BOUNDS);
  }
}
