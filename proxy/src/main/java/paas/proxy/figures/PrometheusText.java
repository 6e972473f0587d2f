package paas.proxy.figures;

import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Figures in the text form that Prometheus reads, version 0.0.4. */
public final class PrometheusText {
  public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** Bounds of the exported histogram: powers of two from half a millisecond to 34 seconds. */
  private static final int FIRST_BOUND = 9;

  private static final int LAST_BOUND = 25;
  private static final String TIME = "paas_proxy_request_duration_seconds";

  private final StringBuilder out = new StringBuilder(8192);

  private PrometheusText() {}

  public static String of(Figures figures) {
    PrometheusText text = new PrometheusText();
    text.proxy(figures);
    text.apps(figures.apps());
    return text.out.toString();
  }

  private void proxy(Figures figures) {
    head("paas_proxy_start_time_seconds", "gauge", "When the proxy began, since 1970.");
    line("paas_proxy_start_time_seconds", "", decimal(figures.sinceMillis() * 1000));
    head("paas_proxy_connections", "gauge", "Connections from clients that are open.");
    line("paas_proxy_connections", "", String.valueOf(figures.connections()));
    head("paas_proxy_connections_refused_total", "counter", "Connections beyond a limit.");
    line("paas_proxy_connections_refused_total", "", String.valueOf(figures.refused()));
    head("paas_proxy_table_revision", "gauge", "Revision of the route table in force.");
    line("paas_proxy_table_revision", "", String.valueOf(figures.revision()));
    head("paas_proxy_log_lines_lost_total", "counter", "Router lines that nobody could take.");
    line("paas_proxy_log_lines_lost_total", "", String.valueOf(figures.lostLines()));
  }

  private void apps(List<AppFigures> apps) {
    head("paas_proxy_requests_total", "counter", "Requests that ended, by class of status.");
    for (AppFigures app : apps) {
      for (int i = 0; i < Counts.CLASSES; i++) {
        String status = ",status=\"" + (i + 1) + "xx\"";
        String count = String.valueOf(app.total().byClass().get(i));
        line("paas_proxy_requests_total", label(app) + status, count);
      }
    }
    head("paas_proxy_errors_total", "counter", "Requests that failed, by the router's code.");
    for (AppFigures app : apps) {
      for (Map.Entry<String, Long> error : app.total().errors().entrySet()) {
        String code = ",code=\"" + escaped(error.getKey()) + '"';
        line("paas_proxy_errors_total", label(app) + code, String.valueOf(error.getValue()));
      }
    }
    each("paas_proxy_in_flight", "gauge", "Requests under way.", apps, AppFigures::inFlight);
    each(
        "paas_proxy_held", "gauge", "Requests that wait for a paused app.", apps, AppFigures::held);
    each(
        "paas_proxy_request_bytes_total",
        "counter",
        "Bytes of requests' bodies.",
        apps,
        app -> app.total().bytesIn());
    each(
        "paas_proxy_answer_bytes_total",
        "counter",
        "Bytes of answers' bodies.",
        apps,
        app -> app.total().bytesOut());
    head(TIME, "histogram", "From a request's head to the end of its answer.");
    apps.forEach(this::times);
  }

  private void times(AppFigures app) {
    Latency times = app.total().latency();
    for (int bits = FIRST_BOUND; bits <= LAST_BOUND; bits++) {
      long bound = 1L << bits;
      String label = label(app) + ",le=\"" + decimal(bound) + '"';
      line(TIME + "_bucket", label, String.valueOf(times.under(bound)));
    }
    String count = String.valueOf(times.count());
    line(TIME + "_bucket", label(app) + ",le=\"+Inf\"", count);
    line(TIME + "_sum", label(app), decimal(times.sumMicros()));
    line(TIME + "_count", label(app), count);
  }

  private void each(
      String name,
      String type,
      String help,
      List<AppFigures> apps,
      ToLongFunction<AppFigures> what) {
    head(name, type, help);
    apps.forEach(app -> line(name, label(app), String.valueOf(what.applyAsLong(app))));
  }

  private void head(String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private void line(String name, String labels, String value) {
    out.append(name);
    if (!labels.isEmpty()) {
      out.append('{').append(labels).append('}');
    }
    out.append(' ').append(value).append('\n');
  }

  private static String label(AppFigures app) {
    return "app=\"" + escaped(app.app()) + '"';
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** Microseconds as seconds. */
  private static String decimal(long micros) {
    String text =
        micros / 1_000_000 + "." + String.valueOf(1_000_000 + micros % 1_000_000).substring(1);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}
