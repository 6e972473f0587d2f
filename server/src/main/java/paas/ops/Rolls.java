package paas.ops;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import paas.deploy.DeployQueue;
import paas.model.Actor;
import paas.model.App;
import paas.model.Deploy;
import paas.model.Deploy.Cause;
import paas.model.ProcessName;
import paas.store.NewDeploy;

/** Starts deploys that no push asked for. */
record Rolls(DeployQueue queue) {
  /** A deploy of the whole formation from a release that is there. */
  Roll roll(Actor who, App app, Cause cause, @Nullable Integer source) {
    return submit(new NewDeploy(app.id(), cause, null, source, Set.of(), who.name()), app);
  }

  Roll restart(Actor who, App app, Set<ProcessName> only) {
    return submit(new NewDeploy(app.id(), Cause.RESTART, null, null, only, who.name()), app);
  }

  Roll rebuild(Actor who, App app, String commit) {
    return submit(new NewDeploy(app.id(), Cause.REBUILD, commit, null, Set.of(), who.name()), app);
  }

  private Roll submit(NewDeploy wish, App app) {
    Deploy deploy = queue.submit(wish);
    return new Roll(app.name().value(), deploy.number());
  }
}
