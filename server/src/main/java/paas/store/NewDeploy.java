package paas.store;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import paas.model.AppId;
import paas.model.Deploy;
import paas.model.ProcessName;
import paas.model.ProcessType;

/**
 * A deploy that is to be queued; the fields mean what they mean in {@link Deploy}.
 *
 * @param only empty means all processes
 * @param counts what a scaling asks for: from the moment that it is queued these counts are wanted
 */
public record NewDeploy(
    AppId app,
    Deploy.Cause cause,
    @Nullable String commit,
    @Nullable Integer source,
    Set<ProcessName> only,
    Map<ProcessType, Integer> counts,
    String actor) {
  /** A push of this commit. */
  public static NewDeploy push(AppId app, String commit, String actor) {
    return new NewDeploy(app, Deploy.Cause.PUSH, commit, null, Set.of(), Map.of(), actor);
  }

  /** The same, as a canary. */
  public static NewDeploy canary(AppId app, String commit, String actor) {
    return new NewDeploy(app, Deploy.Cause.CANARY, commit, null, Set.of(), Map.of(), actor);
  }

  /** One that asks for no counts. */
  public NewDeploy(
      AppId app,
      Deploy.Cause cause,
      @Nullable String commit,
      @Nullable Integer source,
      Set<ProcessName> only,
      String actor) {
    this(app, cause, commit, source, only, Map.of(), actor);
  }

  public NewDeploy {
    only = Collections.unmodifiableSet(new TreeSet<>(only));
    counts = Collections.unmodifiableMap(new TreeMap<>(counts));
  }
}
