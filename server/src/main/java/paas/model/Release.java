package paas.model;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Artifact, config and formation together: immutable, numbered from 1 per app.
 *
 * @param commands process type to the line that starts it; an empty line is the image's own command
 * @param commit full hex id of the commit it was built from; null when it was not built from one
 * @param healthPath path that must answer under 500; null means any answer to /
 * @param portHint port that the image says it listens on; null when it says none
 */
public record Release(
    AppId app,
    int version,
    Artifact artifact,
    Map<ProcessType, String> commands,
    int configVersion,
    Formation formation,
    @Nullable String commit,
    String language,
    @Nullable String healthPath,
    @Nullable Integer portHint,
    String description,
    String actor,
    Instant createdAt) {

  public Release {
    if (version < 1) {
      throw new IllegalArgumentException("release version " + version);
    }
    commands = Collections.unmodifiableMap(new TreeMap<>(commands));
  }

  /** {@code v12}. */
  public String label() {
    return label(version);
  }

  public static String label(int version) {
    return "v" + version;
  }

  public boolean hasWeb() {
    return formation.count(ProcessType.WEB) > 0;
  }
}
