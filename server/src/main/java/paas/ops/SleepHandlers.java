package paas.ops;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import paas.model.Actor;
import paas.model.App;
import paas.model.Printable;
import paas.model.UserError;
import paas.ops.SleepCommands.SetSleep;
import paas.ops.SleepCommands.ShowSleep;
import paas.ops.SleepCommands.SleepReport;
import paas.ops.SleepCommands.WakeApp;
import paas.route.AppRules;
import paas.route.Router;
import paas.store.Store;
import paas.supervise.Sleeper;

/** Handles apps that sleep. */
public final class SleepHandlers {
  private static final String OFF = "off";
  private static final String NOW = "now";

  private final Store store;
  private final Router router;
  private final Sleeper sleeper;
  private final Lookup lookup;

  /** Adds its handlers to the table. */
  public SleepHandlers(Table table, Store store, Router router, Sleeper sleeper) {
    this.store = store;
    this.router = router;
    this.sleeper = sleeper;
    this.lookup = new Lookup(store);
    table.on(ShowSleep.class, (_, wish) -> report(lookup.app(wish.app())));
    table.on(SetSleep.class, this::set);
    table.on(WakeApp.class, (_, wish) -> wake(lookup.app(wish.app())));
  }

  private SleepReport set(Actor who, SetSleep wish) {
    App app = lookup.app(wish.app());
    String after = wish.after().strip();
    if (after.equals(NOW)) {
      return now(app);
    }
    Optional<String> kept = after.equals(OFF) ? Optional.empty() : Optional.of(time(after));
    store.proxyRules().change(app.id(), Map.of(AppRules.SLEEP, kept), who, "sleep " + after);
    router.publish();
    return kept.isEmpty() ? wake(app) : report(app);
  }

  private static String time(String after) {
    return Span.typed(after)
        .map(Span::text)
        .orElseThrow(() ->
            UserError.usage(
                "'" + Printable.of(after) + "' is not a time to sleep after",
                "such as: ps:sleep shop 30m (s, m or h; at most 720h), or off, or now"));
  }

  private SleepReport now(App app) {
    try {
      if (!sleeper.sleep(app.id(), "asked for")) {
        throw UserError.failed(
            app.name() + " cannot sleep now: it has requests, a deploy, or no process",
            "see: ssh paas ps " + app.name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return report(app);
  }

  private SleepReport wake(App app) {
    try {
      sleeper.wake(app.id());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return report(app);
  }

  private SleepReport report(App app) {
    AppRules rules = new AppRules(store.proxyRules().of(app.id()));
    return new SleepReport(
        app.name().value(),
        rules.sleep().isPresent() ? rules.sleepText() : null,
        rules.asleepSince().orElse(null),
        router.idle(app).map(Duration::toSeconds).orElse(null));
  }
}
