package paas.proxy;

import java.util.HashMap;
import java.util.Map;

/** How many requests wait for each paused app, so that none holds all connections. */
final class Held {
  private final int most;
  private final Map<String, Integer> waiting = new HashMap<>();

  /**
   * @param most requests of one app
   */
  Held(int most) {
    this.most = most;
  }

  /** Counts one more; false: there are as many as may be. */
  synchronized boolean enter(String app) {
    int before = count(app);
    if (before >= most) {
      return false;
    }
    waiting.put(app, before + 1);
    return true;
  }

  synchronized void leave(String app) {
    waiting.computeIfPresent(app, (_, count) -> count > 1 ? count - 1 : null);
  }

  /** How many wait, for each app that lets some wait. */
  synchronized Map<String, Integer> counts() {
    return Map.copyOf(waiting);
  }

  synchronized int count(String app) {
    return waiting.getOrDefault(app, 0);
  }
}
