package paas.deploy;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import paas.model.Actor;
import paas.model.App;
import paas.model.Deploy;
import paas.model.DeployState;
import paas.model.Release;
import paas.operator.HookPoint;
import paas.operator.HookRecord;
import paas.store.Store;

/** What a hook is told of an app, a push or a deploy, as docs/hooks.md lists it. */
public final class HookFacts {
  private final Store store;

  public HookFacts(Store store) {
    this.store = store;
  }

  /** Of an app. */
  public HookRecord of(HookPoint point, App app, Actor who) {
    return HookRecord.at(point)
        .with("app", app.name().value())
        .with("id", app.id().toString())
        .with("actor", who.name())
        .with("live", app.liveRelease() == null ? null : Release.label(app.liveRelease()));
  }

  /**
   * Of a push.
   *
   * @param before where the branch stood; null when the push creates it
   */
  public HookRecord of(
      HookPoint point,
      App app,
      Actor who,
      String branch,
      @Nullable String before,
      String commit,
      boolean forced) {
    return of(point, app, who)
        .with("branch", branch)
        .with("before", before)
        .with("commit", commit)
        .with("forced", forced);
  }

  /** Of a deploy as the store has it now. */
  public HookRecord of(HookPoint point, App known, Deploy deploy) {
    App app = store.apps().find(known.id()).orElse(known);
    @Nullable Release release =
        store.releases().ofDeploy(deploy.app(), deploy.number()).orElse(null);
    return of(point, app, new Actor(deploy.actor()))
        .with("branch", app.deployBranch())
        .with("commit", deploy.commit())
        .with("deploy", deploy.number())
        .with("cause", deploy.cause().label())
        .with("state", deploy.state().label().toLowerCase(Locale.ROOT))
        .with("release", release == null ? null : release.label())
        .with("formation", release == null ? null : release.formation().toString())
        .with("artifact", release == null ? null : release.artifact().reference())
        .with(
            "reason", deploy.state() instanceof DeployState.Failed failed ? failed.reason() : null);
  }

  /** The names of all facts, in the order in which they stand. */
  public static List<String> names() {
    return List.of(
        "point",
        "at",
        "app",
        "id",
        "actor",
        "live",
        "branch",
        "before",
        "commit",
        "forced",
        "deploy",
        "cause",
        "state",
        "release",
        "formation",
        "artifact",
        "reason",
        "language");
  }
}
