package paas.engine.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.CacheUse;
import paas.model.AppId;

/**
 * Keeps what all apps' builds have left for their next ones within a number of bytes: an app's
 * caches go as a whole, those of the app that was not built for longest first, and never while a
 * build uses them.
 */
final class CacheBound implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CacheBound.class);
  private static final Duration EVERY = Duration.ofMinutes(10);
  private static final Duration LONGEST_LOOK = Duration.ofMinutes(5);

  private final Folders folders;
  private final CacheUsers users;
  private final long bound;
  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("cache-bound").factory());

  private record Kept(AppId app, long bytes, FileTime used) {}

  CacheBound(Folders folders, CacheUsers users, long bound) {
    this.folders = folders;
    this.users = users;
    this.bound = bound;
  }

  void start() {
    // It guards itself, so its future has nothing to tell.
    var _ =
        clock.scheduleWithFixedDelay(
            this::look, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  private void look() {
    try {
      hold();
    } catch (IOException | RuntimeException e) {
      log.warn("the caches of builds could not be looked through", e);
    }
  }

  /** Drops what is over the bound. */
  void hold() throws IOException {
    List<Kept> all = new ArrayList<>();
    for (AppId app : folders.cached()) {
      Path folder = folders.cache(app);
      all.add(new Kept(app, bytes(folder), Files.getLastModifiedTime(folder)));
    }
    all.sort(Comparator.comparing(Kept::used));
    long left = all.stream().mapToLong(Kept::bytes).sum();
    for (Kept kept : all) {
      if (left <= bound) {
        return;
      }
      Optional<CacheUsers.Use> free = users.tryTake(kept.app());
      if (free.isPresent()) {
        try (CacheUsers.Use _ = free.get()) {
          Commands.removeTree(folders.cache(kept.app()));
        }
        left -= kept.bytes();
        log.info(
            "the build caches of {} ({} MB) were dropped: all together were over the bound",
            kept.app(),
            kept.bytes() >> 20);
      }
    }
  }

  private static long bytes(Path folder) {
    return Commands.output(LONGEST_LOOK, List.of("du", "-sk", "--", folder.toString()))
        .map(said -> CacheUse.ofDu(said.lines().toList()).bytes())
        .orElse(0L);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
