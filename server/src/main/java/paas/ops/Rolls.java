package paas.ops;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import paas.deploy.DeployQueue;
import paas.model.Actor;
import paas.model.App;
import paas.model.Deploy;
import paas.model.Deploy.Cause;
import paas.model.ProcessName;
import paas.model.ProcessType;
import paas.store.NewDeploy;

/** Starts deploys that no push asked for. */
record Rolls(DeployQueue queue) {
  private static final Set<ProcessName> ALL = Set.of();

  /** A deploy of the whole formation from what is live when its turn comes. */
  Roll roll(Actor who, App app, Cause cause) {
    return roll(who, app, cause, () -> {});
  }

  /** The same; {@code change} is made only when the deploy is taken. */
  Roll roll(Actor who, App app, Cause cause, Runnable change) {
    NewDeploy wish = new NewDeploy(app.id(), cause, null, null, ALL, who.name());
    return submit(wish, change, app);
  }

  Roll scale(Actor who, App app, Map<ProcessType, Integer> counts) {
    return submit(new NewDeploy(app.id(), Cause.SCALE, null, null, ALL, counts, who.name()), app);
  }

  Roll restart(Actor who, App app, Set<ProcessName> only) {
    return submit(new NewDeploy(app.id(), Cause.RESTART, null, null, only, who.name()), app);
  }

  Roll rollback(Actor who, App app, int version) {
    return submit(new NewDeploy(app.id(), Cause.ROLLBACK, null, version, ALL, who.name()), app);
  }

  Roll promote(Actor who, App app, int version, @Nullable String commit) {
    return submit(new NewDeploy(app.id(), Cause.PROMOTE, commit, version, ALL, who.name()), app);
  }

  Roll rebuild(Actor who, App app, String commit) {
    return submit(new NewDeploy(app.id(), Cause.REBUILD, commit, null, ALL, who.name()), app);
  }

  private Roll submit(NewDeploy wish, App app) {
    return submit(wish, () -> {}, app);
  }

  private Roll submit(NewDeploy wish, Runnable change, App app) {
    Deploy deploy = queue.submit(wish, change);
    return new Roll(app.name().value(), deploy.number());
  }
}
