package paas.proxy;

import java.util.ArrayDeque;
import java.util.Deque;
import paas.proxy.http.Gzip;

/** The compressors of one I/O thread, each of some 250 KB. Used by that thread only. */
final class Gzips {
  private static final int MOST_KEPT = 8;

  private final Deque<Gzip> idle = new ArrayDeque<>();

  /** One that is ready for a body. */
  Gzip take() {
    Gzip kept = idle.pollLast();
    Gzip one = kept == null ? new Gzip() : kept;
    one.start();
    return one;
  }

  void give(Gzip one) {
    if (idle.size() < MOST_KEPT) {
      idle.addLast(one);
    } else {
      one.close();
    }
  }
}
