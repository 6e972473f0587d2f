package paas.ops;

import java.util.Map;
import java.util.Optional;
import paas.model.Actor;
import paas.model.App;
import paas.model.Printable;
import paas.model.UserError;
import paas.ops.RouteCommands.AddRoute;
import paas.ops.RouteCommands.PathTo;
import paas.ops.RouteCommands.RemoveRoute;
import paas.ops.RouteCommands.RoutesReport;
import paas.ops.RouteCommands.ShowRoutes;
import paas.proxy.Traffic.PathRule;
import paas.route.AppPaths;
import paas.route.Router;
import paas.store.Store;

/** Handles paths of an app that are another app's. */
public final class RouteHandlers {
  private static final int MOST = 50;

  private final Store store;
  private final Router router;
  private final Lookup lookup;

  /** Adds its handlers to the table. */
  public RouteHandlers(Table table, Store store, Router router) {
    this.store = store;
    this.router = router;
    this.lookup = new Lookup(store);
    table.on(ShowRoutes.class, (_, wish) -> report(lookup.app(wish.app())));
    table.on(AddRoute.class, this::add);
    table.on(RemoveRoute.class, this::remove);
  }

  private RoutesReport add(Actor who, AddRoute wish) {
    App app = lookup.app(wish.app());
    App to = lookup.app(wish.to());
    String prefix = wish.prefix();
    if (!PathRule.isPrefix(prefix)) {
      throw UserError.usage(
          "'" + Printable.of(prefix) + "' is not a path that can be given to another app",
          "it is made of whole segments of letters, digits and . _ ~ -, such as /api or /api/v2");
    }
    if (to.id().equals(app.id())) {
      throw UserError.usage(
          prefix + " is " + app.name() + "'s own already", "name the app that is to get it");
    }
    if (report(app).routes().size() >= MOST) {
      throw UserError.failed(
          app.name() + " has " + MOST + " such paths already",
          "take one away: ssh paas routes:remove " + app.name() + " /PATH");
    }
    String kept = AppPaths.kept(to.id(), wish.strip());
    return change(who, app, prefix, Optional.of(kept), prefix + " is " + to.name() + "'s");
  }

  private RoutesReport remove(Actor who, RemoveRoute wish) {
    App app = lookup.app(wish.app());
    String prefix = wish.prefix();
    if (!store.proxyRules().of(app.id()).containsKey(AppPaths.key(prefix))) {
      throw UserError.failed(
          app.name() + " has no rule for " + Printable.of(prefix),
          "see: ssh paas routes " + app.name());
    }
    return change(who, app, prefix, Optional.empty(), prefix + " is its own");
  }

  private RoutesReport change(
      Actor who, App app, String prefix, Optional<String> kept, String text) {
    store.proxyRules().change(app.id(), Map.of(AppPaths.key(prefix), kept), who, text);
    router.publish();
    return report(app);
  }

  private RoutesReport report(App app) {
    AppPaths paths = new AppPaths(store.proxyRules().of(app.id()));
    return new RoutesReport(
        app.name().value(),
        paths.rules(id -> store.apps().find(id).map(App::name)).stream()
            .map(rule -> new PathTo(rule.prefix(), rule.app(), rule.strip()))
            .toList());
  }
}
