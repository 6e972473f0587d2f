package paas.deploy;

import java.time.Duration;
import java.util.Optional;
import paas.disk.Floor;

/**
 * Looks at the disks while something writes to them that nobody can foresee the size of. It ends
 * what it watches when one comes to its floor, before others are in want of room.
 *
 * @param floor what must stay free
 */
record RoomWatch(Floor floor) {
  private static final Duration EVERY = Duration.ofMillis(500);

  /** Goes on until it is closed. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  Watch during(Brake brake) {
    Thread watch = Thread.ofVirtual().name("room-watch").start(() -> watch(brake));
    return watch::interrupt;
  }

  private void watch(Brake brake) {
    try {
      Optional<String> shortage = floor.shortage();
      while (shortage.isEmpty()) {
        Thread.sleep(EVERY);
        shortage = floor.shortage();
      }
      brake.ask(new Outcome.Broke("the build was stopped: " + shortage.get(), Floor.remedy()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // It is closed.
    }
  }
}
