package paas.engine;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import paas.model.AppName;
import paas.model.Artifact;
import paas.model.InstanceName;

/**
 * One process to start.
 *
 * @param command shell line to exec; empty means the image's own command
 * @param env what the process sees, without PORT, which the engine adds
 * @param port the port that it should listen on; null leaves it to the engine (5000 in a container)
 * @param memoryBytes its limit
 */
public record InstanceSpec(
    InstanceName name,
    AppName app,
    int release,
    Artifact artifact,
    String command,
    Map<String, String> env,
    @Nullable Integer port,
    long memoryBytes) {
  public InstanceSpec {
    env = new TreeMap<>(env);
  }
}
