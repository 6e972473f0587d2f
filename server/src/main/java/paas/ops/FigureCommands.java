package paas.ops;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import paas.model.AppName;

/** Wishes to see how many requests come and how they fare, and what they answer. */
public final class FigureCommands {
  private FigureCommands() {}

  /** Begins to watch the apps' requests, or one app's. */
  public record WatchRequests(@Nullable AppName app) implements Command<RequestWatch> {}

  /** One app's requests since the proxy began, and of the last minute. */
  public record ShowRequests(AppName app) implements Command<RequestReport> {}

  /**
   * Requests of some time.
   *
   * @param seconds how long that is
   * @param perSecond requests that ended
   * @param statuses how many were answered with {@code 1xx} (WebSockets), {@code 2xx}, ...
   * @param errors how many failed, by the router's code
   * @param p50Millis half of them took at most so long
   * @param bytesIn of their bodies
   * @param bytesOut of the bodies of their answers
   */
  public record Requests(
      double seconds,
      long requests,
      double perSecond,
      Map<String, Long> statuses,
      Map<String, Long> errors,
      double p50Millis,
      double p95Millis,
      double p99Millis,
      long bytesIn,
      long bytesOut) {}

  /**
   * One app in a view.
   *
   * @param app empty: requests that no app answers to
   * @param inFlight requests and WebSockets under way
   * @param held requests that wait because the app is paused
   */
  public record AppRequests(String app, int inFlight, int held, Requests requests) {}

  /**
   * What happened between two looks.
   *
   * @param connections from clients that are open
   * @param apps that had a request or have one under way, the busiest first
   */
  public record RequestView(double seconds, int connections, List<AppRequests> apps) {}

  /**
   * One app's requests.
   *
   * @param since when the counting began: with the proxy
   */
  public record RequestReport(
      String app, String since, int inFlight, int held, Requests recent, Requests total) {}
}
