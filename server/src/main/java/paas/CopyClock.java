package paas;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.model.UserError;
import paas.store.Store;

/** Sees to it that the store has a copy of each day, beside all other work. */
final class CopyClock implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CopyClock.class);
  private static final long FIRST_SECONDS = 5;
  private static final long EVERY_SECONDS = 900;

  private final Store store;
  private final ScheduledThreadPoolExecutor clock;

  CopyClock(Store store) {
    this.store = store;
    clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("store-copies").factory());
    // It guards itself, so its future has nothing to tell.
    var _ =
        clock.scheduleWithFixedDelay(this::look, FIRST_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  private void look() {
    try {
      if (store.copyOfToday()) {
        log.info("today's copy of the store is written");
      }
    } catch (UserError e) {
      log.warn("no copy of the store today: {}", e.what());
    } catch (RuntimeException e) {
      log.error("the store could not be copied; it may be damaged", e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
