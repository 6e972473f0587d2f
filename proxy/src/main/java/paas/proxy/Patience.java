package paas.proxy;

/**
 * How much a peer may still ask of us that brings nobody anything: pings, settings, empty frames,
 * requests that it takes back. Comes back with time, and with every request that is answered.
 */
final class Patience {
  private static final int MOST = 1000;
  private static final long NANOS_EACH = 10_000_000;

  private int left;
  private long at = System.nanoTime();

  /** With somebody of whom nothing is known. */
  Patience() {
    this(MOST);
  }

  Patience(int left) {
    this.left = left;
  }

  /** Takes so much of it. False: it is used up. */
  boolean spend(int cost) {
    long now = System.nanoTime();
    long back = (now - at) / NANOS_EACH;
    if (back > 0) {
      at += back * NANOS_EACH;
      left = (int) Math.min(MOST, left + back);
    }
    left -= cost;
    return left >= 0;
  }

  /** Something of use was done. */
  void earn(int worth) {
    left = Math.min(MOST, left + worth);
  }
}
