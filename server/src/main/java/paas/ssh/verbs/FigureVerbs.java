package paas.ssh.verbs;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import paas.cli.Action;
import paas.cli.AppUse;
import paas.cli.Call;
import paas.cli.Table;
import paas.cli.Terminal;
import paas.cli.Verb;
import paas.cli.Verbs;
import paas.model.Amount;
import paas.model.Printable;
import paas.model.UserError;
import paas.ops.FigureCommands.AppRequests;
import paas.ops.FigureCommands.RequestReport;
import paas.ops.FigureCommands.RequestView;
import paas.ops.FigureCommands.Requests;
import paas.ops.FigureCommands.ShowRequests;
import paas.ops.FigureCommands.WatchRequests;
import paas.ops.Ops;
import paas.ops.RequestWatch;
import picocli.CommandLine.Option;

/** {@code proxy:top}, {@code proxy:stats} */
final class FigureVerbs {
  private FigureVerbs() {}

  static List<Verb> of(Ops ops) {
    return List.of(
        Verb.of(
                "proxy:top",
                "shows which apps get how many requests right now, until Ctrl-C",
                "proxy:top --every 5s",
                () -> new Top(ops))
            .app(AppUse.OPTIONAL),
        Verb.of(
            "proxy:stats",
            "shows how many requests an app gets, how long they take and which fail",
            "proxy:stats shop",
            () -> call -> stats(call, ops)));
  }

  private static int stats(Call call, Ops ops) {
    RequestReport report = ops.execute(call.actor(), new ShowRequests(call.app()));
    return call.show(
        report,
        () -> {
          call.console().result(report.app() + " since " + report.since());
          Facts facts = new Facts().add("under way", String.valueOf(report.inFlight()));
          facts.add("waiting", report.held() == 0 ? "" : String.valueOf(report.held()));
          facts.print(call.console());
          Table table = new Table("", "LAST MINUTE", "SINCE THE PROXY BEGAN");
          Requests recent = report.recent();
          Requests total = report.total();
          table.row("requests", recent.requests(), total.requests());
          table.row("per second", recent.perSecond(), total.perSecond());
          table.row("answers", counts(recent.statuses()), counts(total.statuses()));
          table.row("errors", counts(recent.errors()), counts(total.errors()));
          table.row("p50", millis(recent.p50Millis()), millis(total.p50Millis()));
          table.row("p95", millis(recent.p95Millis()), millis(total.p95Millis()));
          table.row("p99", millis(recent.p99Millis()), millis(total.p99Millis()));
          table.row("bytes in", size(recent.bytesIn()), size(total.bytesIn()));
          table.row("bytes out", size(recent.bytesOut()), size(total.bytesOut()));
          call.console().table(table);
        });
  }

  private static String counts(Map<String, Long> counts) {
    String text =
        counts.entrySet().stream()
            .filter(count -> count.getValue() > 0)
            .map(count -> count.getKey() + "=" + count.getValue())
            .collect(Collectors.joining(" "));
    return text.isEmpty() ? "-" : text;
  }

  private static String millis(double millis) {
    return millis == 0
        ? "-"
        : String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
  }

  private static String size(long bytes) {
    int unit = 0;
    double value = bytes;
    while (value >= 1024 && unit < 4) {
      value /= 1024;
      unit++;
    }
    String name = List.of("B", "KB", "MB", "GB", "TB").get(unit);
    return String.format(
        Locale.ROOT, unit == 0 || value >= 100 ? "%.0f %s" : "%.1f %s", value, name);
  }

  private static final class Top implements Action {
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Beside the rows: what is said above, the headings, and the line of the cursor. */
    private static final int OTHER_LINES = 3;

    private final Ops ops;

    @Option(
        names = "--every",
        paramLabel = "TIME",
        description = "how long each look takes; 2s when left out")
    String every = "2s";

    @Option(names = "--once", description = "one look, also on a terminal")
    boolean once;

    Top(Ops ops) {
      this.ops = ops;
    }

    @Override
    public int run(Call call) throws InterruptedException {
      Duration look =
          Amount.time(every)
              .filter(time -> time.isPositive() && time.compareTo(LONGEST) <= 0)
              .orElseThrow(() ->
                  UserError.usage(
                      "--every cannot be '" + Printable.of(every) + "'",
                      "it takes " + Amount.A_TIME + ", at most 1min"));
      CountDownLatch stopped = new CountDownLatch(1);
      call.cancel().onCancel(stopped::countDown);
      WatchRequests wish = new WatchRequests(call.namedApp().orElse(null));
      RequestWatch watch = ops.execute(call.actor(), wish);
      boolean live = call.terminal().isPresent() && !once && !call.flags().json();
      while (!stopped.await(look.toMillis(), TimeUnit.MILLISECONDS)) {
        RequestView view = watch.next();
        if (!live) {
          return call.show(view, () -> print(call, view, Integer.MAX_VALUE));
        }
        call.console().block(new StringBuilder(HOME_AND_CLEAR));
        print(call, view, call.terminal().map(Terminal::rows).orElse(0) - OTHER_LINES);
      }
      return Verbs.CANCELLED;
    }

    private static void print(Call call, RequestView view, int most) {
      call.console().result(view.connections() + " connections, over " + view.seconds() + " s");
      Table table =
          new Table("APP", "PER S", "5XX", "ERRORS", "P50", "P95", "P99", "UNDER WAY", "OUT PER S");
      view.apps().stream().limit(Math.max(1, most)).forEach(app -> row(table, app, view.seconds()));
      call.console().table(table);
    }

    private static void row(Table table, AppRequests app, double seconds) {
      Requests requests = app.requests();
      table.row(
          app.app().isEmpty() ? "(no app)" : app.app(),
          requests.perSecond(),
          requests.statuses().getOrDefault("5xx", 0L),
          counts(requests.errors()),
          millis(requests.p50Millis()),
          millis(requests.p95Millis()),
          millis(requests.p99Millis()),
          app.held() == 0 ? app.inFlight() : app.inFlight() + " +" + app.held() + " held",
          size(Math.round(requests.bytesOut() / seconds)));
    }
  }
}
