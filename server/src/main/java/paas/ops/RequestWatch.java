package paas.ops;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import paas.model.AppName;
import paas.ops.FigureCommands.AppRequests;
import paas.ops.FigureCommands.RequestView;
import paas.ops.FigureCommands.Requests;
import paas.proxy.figures.AppFigures;
import paas.proxy.figures.Counts;
import paas.proxy.figures.Figures;
import paas.proxy.figures.Latency;
import paas.route.Router;

/** Looks at the proxy's figures again and again, and tells what came between two looks. */
public final class RequestWatch {
  private final Router router;
  private final @Nullable AppName only;
  private Map<String, Counts> before;
  private long at;

  RequestWatch(Router router, @Nullable AppName only) {
    this.router = router;
    this.only = only;
    at = System.nanoTime();
    before = totals(router.figures());
  }

  /** What came since the last look, or since the watch began. */
  public RequestView next() {
    Figures figures = router.figures();
    long now = System.nanoTime();
    double seconds = Math.max(1, now - at) / 1e9;
    List<AppRequests> apps =
        figures.apps().stream()
            .filter(app -> only == null || app.app().equals(only.value()))
            .map(app -> since(app, seconds))
            .filter(RequestWatch::stirs)
            .sorted(
                Comparator.comparingLong((AppRequests app) -> -app.requests().requests())
                    .thenComparing(AppRequests::app))
            .toList();
    at = now;
    before = totals(figures);
    return new RequestView(rounded(seconds), figures.connections(), apps);
  }

  private AppRequests since(AppFigures app, double seconds) {
    Counts last = before.getOrDefault(app.app(), Counts.NONE);
    Requests fresh = requests(app.total().since(last), seconds);
    return new AppRequests(app.app(), app.inFlight(), app.held(), fresh);
  }

  private static boolean stirs(AppRequests app) {
    return app.requests().requests() > 0 || app.inFlight() > 0 || app.held() > 0;
  }

  private static Map<String, Counts> totals(Figures figures) {
    Map<String, Counts> totals = new HashMap<>();
    figures.apps().forEach(app -> totals.put(app.app(), app.total()));
    return totals;
  }

  /** The figures of one app; none when it had no request. */
  static Optional<AppFigures> of(Figures figures, AppName app) {
    return figures.apps().stream().filter(one -> one.app().equals(app.value())).findFirst();
  }

  static Requests requests(Counts counts, double seconds) {
    Map<String, Long> statuses = new LinkedHashMap<>();
    for (int i = 0; i < counts.byClass().size(); i++) {
      statuses.put(i + 1 + "xx", counts.byClass().get(i));
    }
    Latency latency = counts.latency();
    return new Requests(
        rounded(seconds),
        counts.requests(),
        rounded(counts.requests() / seconds),
        statuses,
        new TreeMap<>(counts.errors()),
        latency.atMost(0.5) / 1000.0,
        latency.atMost(0.95) / 1000.0,
        latency.atMost(0.99) / 1000.0,
        counts.bytesIn(),
        counts.bytesOut());
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
