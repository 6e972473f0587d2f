package paas.buildpacks.plan;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an app asks for when it is first deployed, in its app.json.
 *
 * @param config what its config should hold
 * @param counts how many processes of a type it starts with
 * @param postdeploy the shell line that runs once, after the first deploy; null for none
 */
public record Wishes(
    List<Variable> config, Map<String, Integer> counts, @Nullable String postdeploy) {
  public Wishes {
    config = List.copyOf(config);
    counts = Collections.unmodifiableMap(new TreeMap<>(counts));
  }

  /** Where a variable's value comes from when the config has none. */
  public enum Source {
    /** It is given. */
    VALUE,
    /** It is a secret, made up here. */
    GENERATED,
    /** Somebody has to set it, else the app is not deployed. */
    REQUIRED,
    /** Somebody may set it. */
    OPTIONAL
  }

  /**
   * A variable of the config.
   *
   * @param value empty unless it is given
   */
  public record Variable(String name, Source source, String value) {}
}
