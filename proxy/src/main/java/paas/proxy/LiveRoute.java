package paas.proxy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An app's route in use. Picks the target with the fewest requests in flight, going round among
 * equals.
 */
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

  private final LiveTarget[] targets;
  private final AtomicInteger turn = new AtomicInteger();

  LiveRoute(AppRoute route, List<LiveTarget> targets, @Nullable Crowd crowd) {
    this.route = route;
    this.targets = targets.toArray(new LiveTarget[0]);
    connectNanos = route.timeouts().connect().toNanos();
    firstByteNanos = route.timeouts().firstByte().toNanos();
    idleNanos = route.timeouts().idle().toNanos();
    holdNanos = route.timeouts().hold().toNanos();
    gate = Gate.of(route.rules());
    this.crowd = crowd;
    ejection = route.traffic().ejection();
  }

  int size() {
    return targets.length;
  }

  /**
   * Claims a target, other than {@code not} when there is another. Null: every one refused, so a
   * newer table is in force.
   */
  @Nullable LiveTarget claim(@Nullable LiveTarget not) {
    if (targets.length == 1) {
      return targets[0].claims.claim() ? targets[0] : null;
    }
    for (int tries = 0; tries < targets.length; tries++) {
      LiveTarget best = leastBusy(not, true);
      if (best == null) {
        best = leastBusy(not, false);
      }
      if (best == null) {
        break;
      }
      if (best.claims.claim()) {
        return best;
      }
    }
    return not != null && not.claims.claim() ? not : null;
  }

  /**
   * The one with the fewest requests in flight.
   *
   * @param good whether those that do badly are passed over
   */
  private @Nullable LiveTarget leastBusy(@Nullable LiveTarget not, boolean good) {
    int start = Math.floorMod(turn.getAndIncrement(), targets.length);
    LiveTarget best = null;
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i < targets.length; i++) {
      LiveTarget candidate = targets[(start + i) % targets.length];
      int busy = candidate.claims.inFlight();
      if (candidate != not
          && busy < fewest
          && !candidate.claims.draining()
          && (!good || candidate.standing.good())) {
        best = candidate;
        fewest = busy;
      }
    }
    return best;
  }
}
