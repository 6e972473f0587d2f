package paas.logs;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory for lines, shared by all who keep some. Each has a little that nobody takes from it, so
 * that one who needs much leaves the quiet ones theirs.
 */
final class Room {
  private static final long OBJECTS = 120;
  private final long most;
  private final long mostOfOne;
  private final long own;
  private final AtomicLong used = new AtomicLong();

  /**
   * @param most bytes for all
   * @param mostOfOne bytes for one of them
   * @param own bytes that one may have even when all is taken
   */
  Room(long most, long mostOfOne, long own) {
    this.most = most;
    this.mostOfOne = mostOfOne;
    this.own = own;
  }

  static long bytes(LogLine line) {
    return line.text().length() + OBJECTS;
  }

  /** Takes room for a line when there is some for whoever has {@code has} bytes already. */
  boolean take(long has, long bytes) {
    boolean fitsOwn = has + bytes <= own;
    boolean fits = has == 0 || has + bytes <= mostOfOne;
    if (!fits || !(fitsOwn || used.get() + bytes <= most)) {
      return false;
    }
    used.addAndGet(bytes);
    return true;
  }

  void give(long bytes) {
    used.addAndGet(-bytes);
  }
}
