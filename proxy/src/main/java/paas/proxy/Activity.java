package paas.proxy;

/** When the last request for an app came. The same object through every table. */
final class Activity {
  private volatile long last = System.nanoTime();

  void now() {
    last = System.nanoTime();
  }

  long idleMillis() {
    return Math.max(0, (System.nanoTime() - last) / 1_000_000);
  }
}
