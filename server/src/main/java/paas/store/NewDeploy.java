package paas.store;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import paas.model.AppId;
import paas.model.Deploy;
import paas.model.ProcessName;

/**
 * A deploy that is to be queued; the fields mean what they mean in {@link Deploy}.
 *
 * @param only empty means all processes
 */
public record NewDeploy(
    AppId app,
    Deploy.Cause cause,
    @Nullable String commit,
    @Nullable Integer source,
    Set<ProcessName> only,
    String actor) {
  public NewDeploy {
    only = Collections.unmodifiableSet(new TreeSet<>(only));
  }
}
