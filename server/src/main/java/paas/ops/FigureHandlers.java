package paas.ops;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import paas.model.App;
import paas.ops.FigureCommands.RequestReport;
import paas.ops.FigureCommands.ShowRequests;
import paas.ops.FigureCommands.WatchRequests;
import paas.proxy.figures.AppFigures;
import paas.proxy.figures.Counts;
import paas.proxy.figures.Figures;
import paas.route.Router;
import paas.store.Store;

/** Handles what the proxy counts of requests. */
public final class FigureHandlers {
  private final Lookup lookup;
  private final Router router;

  /** Adds its handlers to the table. */
  public FigureHandlers(Table table, Store store, Router router) {
    this.lookup = new Lookup(store);
    this.router = router;
    table.on(
        WatchRequests.class,
        (_, wish) -> {
          if (wish.app() != null) {
            lookup.app(wish.app());
          }
          return new RequestWatch(router, wish.app());
        });
    table.on(ShowRequests.class, (_, wish) -> report(lookup.app(wish.app())));
  }

  private RequestReport report(App app) {
    Figures figures = router.figures();
    AppFigures own =
        RequestWatch.of(figures, app.name())
            .orElseGet(
                () -> new AppFigures(app.name().value(), 0, 0, Counts.NONE, Counts.NONE, 60));
    Instant since = Instant.ofEpochMilli(figures.sinceMillis());
    double seconds = Math.max(1, ChronoUnit.MILLIS.between(since, Instant.now()) / 1000.0);
    return new RequestReport(
        own.app(),
        since.truncatedTo(ChronoUnit.SECONDS).toString(),
        own.inFlight(),
        own.held(),
        RequestWatch.requests(own.recent(), own.recentSeconds()),
        RequestWatch.requests(own.total(), seconds));
  }
}
