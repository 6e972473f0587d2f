package paas;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.model.UserError;
import paas.store.Store;

/**
 * What is seen to beside all other work: that the store has a copy of each day, and that the folder
 * says who serves it, also when the disk was full at the start.
 */
final class Chores implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Chores.class);
  private static final long EVERY_SECONDS = 5;
  private static final int LOOKS_BETWEEN_TRIES = 180;

  private final Store store;
  private final Path pidFile;
  private final ScheduledThreadPoolExecutor clock;
  private int looksToSkip;

  Chores(Store store, Path pidFile) {
    this.store = store;
    this.pidFile = pidFile;
    clock =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("chores").factory());
    // It guards itself, so its future has nothing to tell.
    var _ =
        clock.scheduleWithFixedDelay(this::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  private void look() {
    try {
      PidFile.writeUnlessThere(pidFile);
    } catch (IOException e) {
      log.debug("{} is not written yet", pidFile, e);
    }
    if (looksToSkip > 0) {
      looksToSkip--;
    } else {
      copy();
    }
  }

  /** A copy that failed is tried again after a while, not at once. */
  private void copy() {
    try {
      if (store.copyOfToday()) {
        log.info("today's copy of the store is written");
      }
      return;
    } catch (UserError e) {
      log.warn("no copy of the store today: {}", e.what());
    } catch (RuntimeException e) {
      log.error("the store could not be copied; it may be damaged", e);
    }
    looksToSkip = LOOKS_BETWEEN_TRIES;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
