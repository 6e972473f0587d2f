package paas.proxy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Targets that do the same. Picks the one with the fewest requests, going round among equals. */
final class Pool {
  private final LiveTarget[] targets;
  private final AtomicInteger turn = new AtomicInteger();

  Pool(List<LiveTarget> targets) {
    this.targets = targets.toArray(new LiveTarget[0]);
  }

  List<LiveTarget> targets() {
    return List.of(targets);
  }

  boolean has(LiveTarget one) {
    for (LiveTarget target : targets) {
      if (target == one) {
        return true;
      }
    }
    return false;
  }

  /** Whether one of them, other than {@code not}, is well and takes requests. */
  boolean anyGood(@Nullable LiveTarget not) {
    for (LiveTarget target : targets) {
      if (target != not && target.standing.good() && !target.claims.draining()) {
        return true;
      }
    }
    return false;
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
