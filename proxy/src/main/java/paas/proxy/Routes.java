package paas.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import paas.proxy.http.HostName;

/**
 * The table in force and the targets that are in use, also those that left the table while requests
 * were in flight on them. Reading is one volatile read; publishing is one at a time.
 */
final class Routes {
  /** One table made ready for looking up. */
  private record InForce(
      RouteTable table,
      Map<String, LiveRoute> byHost,
      Map<String, LiveRoute> byApp,
      List<LiveRoute> checked,
      @Nullable Challenges challenges) {
    @Nullable LiveRoute find(String host) {
      LiveRoute exact = byHost.get(host);
      return exact == null ? byHost.get(HostName.wildcard(host)) : exact;
    }
  }

  private volatile InForce inForce =
      new InForce(RouteTable.EMPTY, Map.of(), Map.of(), List.of(), null);
  private final Map<String, LiveTarget> live = new ConcurrentHashMap<>();
  private final Map<String, Activity> activities = new ConcurrentHashMap<>();
  private final Map<String, Crowd> crowds = new ConcurrentHashMap<>();
  private final Object drained = new Object();

  RouteTable table() {
    return inForce.table;
  }

  /** The route of a host: its own, else that of the wildcard that stands for it. */
  @Nullable LiveRoute find(String host) {
    return inForce.find(host);
  }

  /** What an authority is told that asks for this; null when it is no challenge. */
  @Nullable String challenged(Facts asked) {
    Challenges open = inForce.challenges;
    return open == null ? null : open.answer(asked);
  }

  /** Checks what {@link #publish} would refuse. */
  void check(RouteTable next) {
    if (next.revision() <= table().revision()) {
      throw new StaleRevisionException(next.revision(), table().revision());
    }
    for (AppRoute route : next.apps()) {
      for (Target target : route.targets()) {
        LiveTarget known = live.get(target.id());
        Target.require(
            known == null || known.target.equals(target),
            "target " + target.id() + " is known with another address: an id is never used again");
      }
    }
  }

  /**
   * Puts the table in force. Returns the ids of the targets that left with it; they take no further
   * request.
   */
  synchronized Set<String> publish(RouteTable next) {
    Map<String, LiveRoute> byHost = new HashMap<>();
    Map<String, LiveRoute> byApp = new HashMap<>();
    List<LiveRoute> checked = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (AppRoute route : next.apps()) {
      List<LiveTarget> targets = new ArrayList<>();
      for (Target target : route.targets()) {
        LiveTarget known =
            live.computeIfAbsent(target.id(), id -> new LiveTarget(route.app(), target));
        known.claims.reopen();
        named.add(target.id());
        targets.add(known);
      }
      LiveRoute usable = new LiveRoute(route, targets, crowd(route), activity(route));
      route.hosts().forEach(host -> byHost.put(host, usable));
      byApp.put(route.app(), usable);
      if (usable.isChecked()) {
        checked.add(usable);
      }
    }
    inForce = new InForce(next, byHost, byApp, checked, Challenges.of(next.challenges()));
    forgetUnasked(next);
    Set<String> left = new HashSet<>(live.keySet());
    left.removeAll(named);
    for (String id : left) {
      LiveTarget gone = live.get(id);
      if (gone != null) {
        gone.claims.drain();
        forgetWhenIdle(gone);
      }
    }
    return left;
  }

  /** The route of an app, whatever its hosts. */
  @Nullable LiveRoute ofApp(String app) {
    return inForce.byApp.get(app);
  }

  /** The routes whose targets are to be asked how they are. */
  List<LiveRoute> checked() {
    return inForce.checked;
  }

  private @Nullable Crowd crowd(AppRoute route) {
    Traffic.Cap cap = route.traffic().cap();
    if (cap == null) {
      return null;
    }
    Crowd crowd = crowds.computeIfAbsent(route.app(), _ -> new Crowd());
    crowd.limit(cap);
    return crowd;
  }

  private @Nullable Activity activity(AppRoute route) {
    return route.traffic().timed()
        ? activities.computeIfAbsent(route.app(), _ -> new Activity())
        : null;
  }

  private static Set<String> timed(RouteTable table) {
    return table.apps().stream()
        .filter(route -> route.traffic().timed())
        .map(AppRoute::app)
        .collect(Collectors.toSet());
  }

  /** For how long no request came; nothing for apps of which it is not known. */
  Map<String, Long> idleMillis() {
    Map<String, Long> idle = new HashMap<>();
    for (AppRoute route : table().apps()) {
      Activity activity = route.traffic().timed() ? activities.get(route.app()) : null;
      if (activity != null) {
        if (route.targets().stream().anyMatch(target -> inFlight(target.id()) > 0)) {
          activity.now();
        }
        idle.put(route.app(), activity.idleMillis());
      }
    }
    return idle;
  }

  /** Nobody waits for an app that has no cap any more, and nobody asks what nobody kept. */
  private void forgetUnasked(RouteTable next) {
    Set<String> capped = new HashSet<>();
    next.apps().stream()
        .filter(route -> route.traffic().cap() != null)
        .forEach(route -> capped.add(route.app()));
    activities.keySet().retainAll(timed(next));
    crowds.forEach((app, crowd) -> {
      if (!capped.contains(app)) {
        crowds.remove(app);
        crowd.limit(null);
      }
    });
  }

  /** Requests that wait because the app has as many as it may. */
  int waiting(String app) {
    Crowd crowd = crowds.get(app);
    return crowd == null ? 0 : crowd.waiting();
  }

  /** Every target in use. */
  Set<String> known() {
    return Set.copyOf(live.keySet());
  }

  int inFlight(String id) {
    LiveTarget target = live.get(id);
    return target == null ? 0 : target.claims.inFlight();
  }

  int inFlight(Set<String> ids) {
    return ids.stream().mapToInt(this::inFlight).sum();
  }

  /** What is under way for each app, at targets that left the table too. */
  Map<String, Integer> inFlightByApp() {
    Map<String, Integer> counts = new HashMap<>();
    for (LiveTarget target : live.values()) {
      int busy = target.claims.inFlight();
      if (busy > 0) {
        counts.merge(target.app, busy, Integer::sum);
      }
    }
    return counts;
  }

  void release(LiveTarget target) {
    if (target.claims.release()) {
      forgetWhenIdle(target);
      synchronized (drained) {
        drained.notifyAll();
      }
    }
  }

  /** Waits until nothing is in flight on these targets; false when the time was up before. */
  boolean awaitIdle(Set<String> ids, Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    synchronized (drained) {
      while (inFlight(ids) > 0) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        drained.wait(Math.min(left, 1000));
      }
    }
    return true;
  }

  private synchronized void forgetWhenIdle(LiveTarget target) {
    if (target.claims.draining() && target.claims.inFlight() == 0) {
      live.remove(target.target.id(), target);
    }
  }
}
