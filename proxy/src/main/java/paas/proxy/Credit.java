package paas.proxy;

/**
 * What a peer may still send before we allow it more: so much of it waits here at most. What was
 * used up is allowed again in good portions.
 */
final class Credit {
  private final int most;
  private int left;
  private int used;

  /**
   * A window.
   *
   * @param most bytes
   * @param left how many of them the peer knows of
   */
  Credit(int most, int left) {
    this.most = most;
    this.left = left;
  }

  /** Begins anew, with a peer that knows of all. */
  void start() {
    left = most;
    used = 0;
  }

  /** So much has come. False: more than was allowed. */
  boolean take(int bytes) {
    left -= bytes;
    return left >= 0;
  }

  /** So much of it was used up. Returns what the peer has to be told now, or 0. */
  int use(int bytes) {
    used += bytes;
    if (used * 4 < most && left > most / 2) {
      return 0;
    }
    int more = used;
    used = 0;
    left += more;
    return more;
  }
}
