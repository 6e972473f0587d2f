package paas.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import paas.deploy.CanaryShare;
import paas.deploy.DeployMachine;
import paas.deploy.DeployQueue;
import paas.deploy.Invariants;
import paas.deploy.Wrong;
import paas.engine.Engine;
import paas.engine.InstanceState;
import paas.engine.Running;
import paas.model.Actor;
import paas.model.App;
import paas.model.Deploy;
import paas.model.DeployState;
import paas.model.InstanceName;
import paas.model.Release;
import paas.model.UserError;
import paas.ops.CanaryCommands.AbortCanary;
import paas.ops.CanaryCommands.CanaryReport;
import paas.ops.CanaryCommands.ProcessIs;
import paas.ops.CanaryCommands.PromoteCanary;
import paas.ops.CanaryCommands.SetCanary;
import paas.ops.CanaryCommands.ShowCanary;
import paas.route.AppRules;
import paas.route.Router;
import paas.store.InstanceRow;
import paas.store.Store;
import paas.supervise.Supervisor;

/** Handles releases that some visitors get. */
public final class CanaryHandlers {
  private final Store store;
  private final Engine engine;
  private final Router router;
  private final DeployMachine machine;
  private final Supervisor supervisor;
  private final Lookup lookup;
  private final Rolls rolls;

  /** Adds its handlers to the table. */
  public CanaryHandlers(
      Table table,
      Store store,
      Engine engine,
      Router router,
      DeployMachine machine,
      Supervisor supervisor) {
    this.store = store;
    this.engine = engine;
    this.router = router;
    this.machine = machine;
    this.supervisor = supervisor;
    this.lookup = new Lookup(store);
    this.rolls = new Rolls(machine.queue());
    table.on(ShowCanary.class, (_, wish) -> report(lookup.app(wish.app())));
    table.on(SetCanary.class, this::set);
    table.on(PromoteCanary.class, this::promote);
    table.on(AbortCanary.class, this::abort);
  }

  private CanaryReport set(Actor who, SetCanary wish) {
    App app = lookup.app(wish.app());
    int share = CanaryShare.of(wish.share());
    needed(app);
    store
        .proxyRules()
        .change(app.id(), AppRules.canaryShare(share), who, "canary gets " + share + " %");
    router.publish();
    return report(app);
  }

  private Roll promote(Actor who, PromoteCanary wish) {
    App app = lookup.unlocked(wish.app());
    Deploy canary = needed(app);
    return rolls.promote(who, app, release(canary), canary.commit());
  }

  private CanaryReport abort(Actor who, AbortCanary wish) {
    App app = lookup.app(wish.app());
    try (DeployQueue.Hold _ = machine.queue().hold(app.id())) {
      Deploy canary = needed(app);
      List<InstanceName> names =
          rows(app, release(canary)).stream().map(InstanceRow::name).toList();
      store.deploys().abort(canary, who.name());
      router.publish();
      router.drain(Set.copyOf(names), machine.limits().drain());
      engine.stopAll(names, machine.limits().stop());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    moveBranchBack(app);
    return report(app);
  }

  /** The branch stands at what went live last again, so that the same push can be repeated. */
  private void moveBranchBack(App app) {
    try {
      for (Wrong wrong : Invariants.broken(machine.survey().branches())) {
        if (wrong instanceof Wrong.Stray stray && stray.branch().app().equals(app.id())) {
          machine.recovery().mend(wrong);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Deploy needed(App app) {
    return store
        .deploys()
        .canary(app.id())
        .orElseThrow(() ->
            UserError.failed(
                "there is no canary of " + app.name(),
                "let one out: git push -o canary=10 paas main"));
  }

  private static int release(Deploy canary) {
    return ((DeployState.Canary) canary.state()).release();
  }

  private List<InstanceRow> rows(App app, int release) {
    return store.instances().of(app.id()).stream().filter(row -> row.release() == release).toList();
  }

  private CanaryReport report(App app) {
    Optional<Deploy> out = store.deploys().canary(app.id());
    Integer live = app.liveRelease();
    String liveLabel = live == null ? "" : Release.label(live);
    if (out.isEmpty()) {
      return new CanaryReport(app.name().value(), liveLabel, "", 0, "", "", null, List.of());
    }
    Deploy canary = out.get();
    String commit = canary.commit();
    return new CanaryReport(
        app.name().value(),
        liveLabel,
        Release.label(release(canary)),
        new AppRules(store.proxyRules().of(app.id())).canaryShare().orElse(0),
        commit == null ? "" : commit,
        canary.actor(),
        canary.stateAt(),
        rows(app, release(canary)).stream().map(this::is).toList());
  }

  private ProcessIs is(InstanceRow row) {
    String state =
        switch (engine.inspect(row.name())) {
          case Running _ -> "up";
          case InstanceState.Ended _ -> "crashed";
          case InstanceState.Held _ -> "paused";
          case InstanceState.Gone _ -> "down";
        };
    return new ProcessIs(
        row.name().process().toString(),
        state,
        supervisor.restarts(row.name()),
        router.inFlight(List.of(row)));
  }
}
