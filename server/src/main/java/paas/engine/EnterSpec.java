package paas.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import paas.model.Artifact;
import paas.model.InstanceName;

/**
 * One command inside of an instance that runs.
 *
 * @param artifact what the instance was started from
 * @param argv the command: none is a shell, one word is a shell line, several are taken as they are
 * @param memoryBytes the instance's limit, for an engine that must set it again
 * @param terminal the client's terminal; null for plain streams
 */
public record EnterSpec(
    InstanceName name,
    Artifact artifact,
    List<String> argv,
    long memoryBytes,
    OneOffSpec.@Nullable Terminal terminal) {
  private static final String SHELL =
      "if command -v bash >/dev/null 2>&1; then exec bash; else exec sh; fi";

  public EnterSpec {
    argv = argv.isEmpty() ? List.of(SHELL) : List.copyOf(argv);
  }
}
