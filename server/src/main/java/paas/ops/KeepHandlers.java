package paas.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import paas.deploy.DeployMachine;
import paas.deploy.DeployQueue;
import paas.engine.Engine;
import paas.model.Actor;
import paas.model.App;
import paas.model.InstanceName;
import paas.model.Printable;
import paas.model.Release;
import paas.model.UserError;
import paas.ops.ReleaseCommands.KeepReport;
import paas.ops.ReleaseCommands.SetKeep;
import paas.ops.ReleaseCommands.ShowKeep;
import paas.route.AppRules;
import paas.route.Router;
import paas.store.KeptRelease;
import paas.store.Store;

/** Handles releases that stand by after they were replaced. */
public final class KeepHandlers {
  private static final String OFF = "off";

  private final Store store;
  private final Engine engine;
  private final Router router;
  private final DeployMachine machine;
  private final Lookup lookup;

  /** Adds its handlers to the table. */
  public KeepHandlers(
      Table table, Store store, Engine engine, Router router, DeployMachine machine) {
    this.store = store;
    this.engine = engine;
    this.router = router;
    this.machine = machine;
    this.lookup = new Lookup(store);
    table.on(ShowKeep.class, (_, wish) -> report(lookup.app(wish.app())));
    table.on(SetKeep.class, this::set);
  }

  private KeepReport set(Actor who, SetKeep wish) {
    App app = lookup.app(wish.app());
    String typed = wish.time().strip();
    Optional<String> time = typed.equals(OFF) ? Optional.empty() : Optional.of(time(typed));
    store.proxyRules().change(app.id(), Map.of(AppRules.KEEP, time), who, "keep " + typed);
    if (time.isEmpty()) {
      end(app);
    }
    return report(app);
  }

  private static String time(String typed) {
    return Span.typed(typed)
        .map(Span::text)
        .orElseThrow(() ->
            UserError.usage(
                "'" + Printable.of(typed) + "' is not a time to stand by for",
                "such as: releases:keep shop 30m (s, m or h; at most 720h), or off"));
  }

  /** While a deploy is under way, it is the supervisor's to end it afterwards. */
  private void end(App app) {
    if (machine.queue().busy(app.id())) {
      return;
    }
    try (DeployQueue.Hold _ = machine.queue().hold(app.id())) {
      List<InstanceName> names =
          store.instances().kept(app.id()).map(KeptRelease::names).orElse(List.of());
      store.instances().endKept(app.id());
      router.drain(Set.copyOf(names), machine.limits().drain());
      engine.stopAll(names, machine.limits().stop());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private KeepReport report(App app) {
    AppRules rules = new AppRules(store.proxyRules().of(app.id()));
    Optional<KeptRelease> kept = store.instances().kept(app.id());
    return new KeepReport(
        app.name().value(),
        rules.keep().isPresent() ? rules.keepText() : null,
        kept.map(KeptRelease::release).map(Release::label).orElse(null),
        kept.map(KeptRelease::names).orElse(List.of()).stream()
            .map(name -> name.process().toString())
            .toList(),
        kept.map(KeptRelease::until).orElse(null));
  }
}
