package paas.engine.process;

import java.time.Duration;

/**
 * When a log is looked at again: as soon as the kernel tells of a write, or, while the app writes
 * without pause, in turns. A line each 15 µs, each told of, cost more than one CPU.
 */
final class Pace {
  private static final Duration TURN = Duration.ofMillis(20);

  /** How soon an end is seen that nobody told of, such as a runner's that was killed. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

  private static final int BUSY_LOOKS = 20;
  private static final int QUIET_TURNS = 50;

  private long lastNews = System.nanoTime();
  private int busy;
  private int quiet;
  private boolean inTurns;

  /**
   * Notes what a look found.
   *
   * @return whether it changed between being told and looking in turns
   */
  boolean changed(boolean news) {
    long now = System.nanoTime();
    boolean close = now - lastNews < TURN.toNanos();
    busy = news && close ? busy + 1 : 0;
    quiet = news ? 0 : quiet + 1;
    if (news) {
      lastNews = now;
    }
    boolean before = inTurns;
    inTurns = inTurns ? quiet < QUIET_TURNS : busy >= BUSY_LOOKS;
    return inTurns != before;
  }

  boolean inTurns() {
    return inTurns;
  }

  Duration pause() {
    return inTurns ? TURN : LOOK_AGAIN;
  }
}
