package paas.ops;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import paas.deploy.CanaryEnd;
import paas.deploy.CanaryShare;
import paas.deploy.DeployMachine;
import paas.engine.Engine;
import paas.engine.InstanceState;
import paas.engine.Running;
import paas.model.Actor;
import paas.model.App;
import paas.model.Deploy;
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
    return rolls.promote(who, app, CanaryEnd.release(canary), canary.commit());
  }

  private CanaryReport abort(Actor who, AbortCanary wish) {
    App app = lookup.app(wish.app());
    needed(app);
    try {
      machine.canaries().end(app.id(), who.name());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return report(app);
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
        Release.label(CanaryEnd.release(canary)),
        new AppRules(store.proxyRules().of(app.id())).canaryShare().orElse(0),
        commit == null ? "" : commit,
        canary.actor(),
        canary.stateAt(),
        machine.canaries().processes(canary).stream().map(this::is).toList());
  }

  private static @Nullable Integer asNumber(OptionalInt known) {
    return known.isPresent() ? known.getAsInt() : null;
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
        asNumber(router.inFlight(List.of(row))));
  }
}
