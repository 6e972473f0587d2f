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

  /** Those in flight and those that wait for it; null when there may be any number. */
  final @Nullable Crowd crowd;

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
    this.crowd = crowd;
    this.activity = activity;
    ejection = route.traffic().ejection();
    Traffic.Canary share = route.traffic().canary();
    stable = new Pool(targets.stream().filter(target -> !isCanary(share, target)).toList());
    List<LiveTarget> newer = targets.stream().filter(target -> isCanary(share, target)).toList();
    affinity = Affinity.of(route.traffic(), stable, newer.isEmpty() ? null : new Pool(newer));
    if (!isChecked()) {
      targets.forEach(target -> target.standing.unchecked());
    }
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
