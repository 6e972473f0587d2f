package paas.proxy;

import java.util.concurrent.ConcurrentHashMap;

/** How many requests wait for each paused app, so that none holds all connections. */
final class Held {
  private final int most;
  private final ConcurrentHashMap<String, Integer> waiting = new ConcurrentHashMap<>();

  /**
   * @param most requests of one app
   */
  Held(int most) {
    this.most = most;
  }

  /** Counts one more; false: there are as many as may be. */
  boolean enter(String app) {
    int[] before = new int[1];
    waiting.compute(
        app,
        (_, count) -> {
          before[0] = count == null ? 0 : count;
          return Math.min(before[0] + 1, Math.max(most, before[0]));
        });
    return before[0] < most;
  }

  void leave(String app) {
    waiting.computeIfPresent(app, (_, count) -> count > 1 ? count - 1 : null);
  }

  int count(String app) {
    return waiting.getOrDefault(app, 0);
  }
}
