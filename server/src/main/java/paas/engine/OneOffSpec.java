package paas.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import paas.model.AppId;
import paas.model.AppName;
import paas.model.Artifact;

/**
 * One command beside the app.
 *
 * @param argv the command: one word is a shell line, several are taken as they are
 * @param terminal the client's terminal; null for plain streams
 */
public record OneOffSpec(
    AppId app,
    AppName name,
    int release,
    String id,
    Artifact artifact,
    List<String> argv,
    Map<String, String> env,
    long memoryBytes,
    @Nullable Terminal terminal) {
  public OneOffSpec {
    argv = List.copyOf(argv);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a one-off process has a command");
    }
  }

  /** A terminal's type (TERM) and size in characters. */
  public record Terminal(String type, int columns, int rows) {}
}
