package paas.proxy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import paas.proxy.http.HostName;

/**
 * One app's route.
 *
 * @param app the app's name
 * @param release what log lines show, e.g. {@code v12}
 * @param hosts the names that it answers to; kept in lower case, without port and trailing dot. One
 *     such as {@code *.example.com} stands for all that have one label in its place and are no
 *     other app's
 * @param targets the processes of that release; may only be empty when nothing is served
 * @param rules what is asked of a request before it is passed on
 * @param traffic which target it is passed on to, and when
 * @param pages its own ones, for what the proxy answers in its place
 */
public record AppRoute(
    String app,
    String release,
    Set<String> hosts,
    Mode mode,
    List<Target> targets,
    Timeouts timeouts,
    Rules rules,
    Traffic traffic,
    Pages pages) {
  /** What a request for the app gets. */
  public enum Mode {
    /** Passed on to one of the targets. */
    SERVING,
    /** Kept waiting, for as long as the rules say, until the app serves again. */
    PAUSED,
    /** Kept waiting until the app was woken: its processes stand still. */
    ASLEEP,
    /** The page that says the app is being worked on. */
    MAINTENANCE,
    /** The page that says the app is stopped. */
    STOPPED,
    /** The page that says the app has no web process. */
    NO_WEB
  }

  public AppRoute {
    Target.require(!app.isBlank(), "a route without an app");
    Target.require(
        mode != Mode.SERVING || !targets.isEmpty(), app + " is to serve without a target");
    Set<String> names = new LinkedHashSet<>();
    for (String host : hosts) {
      String name = canonical(host);
      Target.require(name != null, app + ": not a host name: " + host);
      names.add(String.valueOf(name));
    }
    hosts = Set.copyOf(names);
    targets = List.copyOf(targets);
  }

  private static @Nullable String canonical(String host) {
    if (!host.startsWith("*.")) {
      return HostName.canonical(host);
    }
    String base = HostName.canonical(host.substring(2));
    return base == null ? null : "*." + base;
  }

  /** A route without pages of its own. */
  public AppRoute(
      String app,
      String release,
      Set<String> hosts,
      Mode mode,
      List<Target> targets,
      Timeouts timeouts,
      Rules rules,
      Traffic traffic) {
    this(app, release, hosts, mode, targets, timeouts, rules, traffic, Pages.NONE);
  }

  /** A route whose targets share any number of requests. */
  public AppRoute(
      String app,
      String release,
      Set<String> hosts,
      Mode mode,
      List<Target> targets,
      Timeouts timeouts,
      Rules rules) {
    this(app, release, hosts, mode, targets, timeouts, rules, Traffic.NONE);
  }

  /** A route that asks nothing of a request. */
  public AppRoute(
      String app,
      String release,
      Set<String> hosts,
      Mode mode,
      List<Target> targets,
      Timeouts timeouts) {
    this(app, release, hosts, mode, targets, timeouts, Rules.NONE);
  }
}
