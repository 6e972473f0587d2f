package paas.proxy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An app's route in use. */
final class LiveRoute {
  final AppRoute route;
  final long connectNanos;
  final long firstByteNanos;
  final long idleNanos;
  final long holdNanos;

  /** What the rules demand; null when they demand nothing. */
  final @Nullable Gate gate;

  /** Which paths are another app's; null when none is. */
  final @Nullable PathRoutes paths;

  /** What of the rules counts for all that comes by this app's hosts. */
  final @Nullable Gate hostGate;

  /** What of the rules counts for what comes by another app's host. */
  final @Nullable Gate pathGate;

  /** Those in flight and those that wait for it; null when there may be any number. */
  final @Nullable Crowd crowd;

  /** Whether targets speak HTTP/2. */
  final boolean http2;

  /** When a target is passed over; null: never. */
  final Traffic.@Nullable Ejection ejection;

  /** When the last request came; null when nobody asks. */
  final @Nullable Activity activity;

  /** Whom a visitor is kept with; null when any target will do for anybody. */
  final @Nullable Affinity affinity;

  private final Pool stable;
  private final List<LiveTarget> targets;
  private final int size;

  LiveRoute(
      AppRoute route,
      List<LiveTarget> targets,
      @Nullable Crowd crowd,
      @Nullable Activity activity) {
    this.route = route;
    this.targets = List.copyOf(targets);
    size = targets.size();
    connectNanos = route.timeouts().connect().toNanos();
    firstByteNanos = route.timeouts().firstByte().toNanos();
    idleNanos = route.timeouts().idle().toNanos();
    holdNanos = route.timeouts().hold().toNanos();
    gate = Gate.of(route.rules());
    paths = PathRoutes.of(route.traffic().paths());
    hostGate = paths == null ? null : Gate.of(route.rules().ofHosts());
    pathGate = Gate.of(route.rules().apartFromHosts());
    this.crowd = crowd;
    this.activity = activity;
    ejection = route.traffic().ejection();
    http2 = route.traffic().http2();
    Traffic.Canary share = route.traffic().canary();
    List<LiveTarget> older = targets.stream().filter(one -> !isCanary(share, one)).toList();
    List<LiveTarget> newer = targets.stream().filter(one -> isCanary(share, one)).toList();
    boolean both = !older.isEmpty() && !newer.isEmpty();
    stable = new Pool(both ? older : targets);
    affinity = Affinity.of(route, stable, both ? new Pool(newer) : null);
    if (!isChecked()) {
      targets.forEach(target -> target.standing.unchecked());
    }
  }

  /** The release whose target this is, as log lines show it. */
  String release(@Nullable LiveTarget target) {
    Traffic.Canary share = route.traffic().canary();
    return share != null && target != null && isCanary(share, target)
        ? share.release()
        : route.release();
  }

  /** What a target is called where it may be one of two releases. */
  String name(LiveTarget target) {
    return isCanary(route.traffic().canary(), target)
        ? target.target.process() + " of " + release(target)
        : target.target.process();
  }

  private static boolean isCanary(Traffic.@Nullable Canary canary, LiveTarget target) {
    return canary != null && canary.targets().contains(target.target.id());
  }

  /** Whether its targets are to be asked how they are. */
  boolean isChecked() {
    return route.traffic().check() != null && route.mode() == AppRoute.Mode.SERVING;
  }

  List<LiveTarget> targets() {
    return targets;
  }

  int size() {
    return size;
  }

  /**
   * Claims a target, other than {@code not} when there is another. Null: every one refused, so a
   * newer table is in force.
   *
   * @param visitor who asks; null when that does not matter
   */
  @Nullable LiveTarget claim(Affinity.@Nullable Visitor visitor, @Nullable LiveTarget not) {
    return affinity == null || visitor == null ? stable.claim(not) : affinity.claim(visitor, not);
  }
}
