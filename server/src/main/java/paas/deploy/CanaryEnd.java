package paas.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import paas.engine.Engine;
import paas.model.AppId;
import paas.model.Deploy;
import paas.model.DeployState;
import paas.model.InstanceName;
import paas.route.Router;
import paas.store.InstanceRow;
import paas.store.Store;

/** Ends a canary: all visitors get what is live, and the same push can be repeated. */
public final class CanaryEnd {
  private final Store store;
  private final Engine engine;
  private final Router router;
  private final DeployQueue queue;
  private final Survey survey;
  private final Recovery recovery;
  private final StepLimits limits;

  CanaryEnd(
      Store store,
      Engine engine,
      Router router,
      DeployQueue queue,
      Survey survey,
      Recovery recovery,
      StepLimits limits) {
    this.store = store;
    this.engine = engine;
    this.router = router;
    this.queue = queue;
    this.survey = survey;
    this.recovery = recovery;
    this.limits = limits;
  }

  /** The processes of a canary that are to run. */
  public List<InstanceRow> processes(Deploy canary) {
    int release = release(canary);
    return store.instances().of(canary.app()).stream()
        .filter(row -> row.release() == release)
        .toList();
  }

  /** The release that a canary is. */
  public static int release(Deploy canary) {
    return ((DeployState.Canary) canary.state()).release();
  }

  /**
   * Ends the app's canary, if there is one; returns when its processes are stopped.
   *
   * @return what was ended
   * @throws paas.model.UserError when a deploy of the app is under way
   */
  public Optional<Deploy> end(AppId app, String by) throws InterruptedException {
    Optional<Deploy> canary;
    try (DeployQueue.Hold _ = queue.hold(app)) {
      canary = store.deploys().canary(app);
      if (canary.isPresent()) {
        List<InstanceName> names = processes(canary.get()).stream().map(InstanceRow::name).toList();
        store.deploys().abort(canary.get(), by);
        router.publish();
        router.drain(Set.copyOf(names), limits.drain());
        engine.stopAll(names, limits.stop());
      }
    }
    if (canary.isPresent()) {
      moveBranchBack(app);
    }
    return canary;
  }

  /** The branch stands at what went live last again, so that the same push can be repeated. */
  private void moveBranchBack(AppId app) throws InterruptedException {
    try {
      for (Wrong wrong : Invariants.broken(survey.branches())) {
        if (wrong instanceof Wrong.Stray stray && stray.branch().app().equals(app)) {
          recovery.mend(wrong);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
