package paas.proxy;

/** Whether a request's body comes fast enough, over one window after the other. */
final class BodyRate {
  private final long windowNanos;
  private final long leastBytes;
  private long end;
  private long bytes;

  BodyRate(ProxySettings settings) {
    windowNanos = settings.clients().bodyWindow().toNanos();
    leastBytes = Math.max(1, windowNanos / 1_000_000_000) * settings.limits().bodyBytesPerSecond();
  }

  void start() {
    end = 0;
  }

  void came(int count) {
    bytes += count;
  }

  /**
   * Looks at the window when it is over.
   *
   * @param paused whether it is us who do not read: such a window does not count
   */
  boolean tooSlow(long now, boolean paused) {
    if (end == 0 || paused) {
      end = now + windowNanos;
      bytes = 0;
      return false;
    }
    if (now - end < 0) {
      return false;
    }
    end = 0;
    return bytes < leastBytes;
  }
}
