package paas.engine.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.LogSink;
import paas.model.InstanceName;

/**
 * Brings what containers write to the sink, each over a stream of its own. Docker keeps the lines
 * in a bounded file meanwhile, so a slow sink never slows an app, and a restarted server goes on
 * where it stopped.
 */
final class Logs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Logs.class);
  private static final Duration LAST_LINES = Duration.ofSeconds(5);
  private static final Duration LONGEST_CLOSE = Duration.ofMillis(500);

  private final DockerApi api;
  private final LogSink sink;
  private final Path folder;
  private final Predicate<String> running;
  private final Map<String, Followed> followers = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private record Followed(LogFollower follower, Thread thread) {}

  /**
   * @param running whether the container of this id runs
   */
  Logs(DockerApi api, LogSink sink, Path folder, Predicate<String> running) {
    this.api = api;
    this.sink = sink;
    this.folder = folder;
    this.running = running;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder, e);
    }
    Thread.ofVirtual().name("log-streams").start(this::watch);
  }

  /**
   * Docker (20.10 at least) forgets a stream whose reader is so far behind that the file which it
   * reads is gone: it stays open and says nothing any more.
   */
  private void watch() {
    try {
      while (!closed) {
        Thread.sleep(LogFollower.SILENT);
        for (Followed followed : followers.values()) {
          followed.follower().lookWhetherStuck();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Follows a container from where it was left; nothing happens when it is followed already. */
  void follow(String id, InstanceName name, int release) {
    followers.computeIfAbsent(
        id,
        _ -> {
          LogFollower follower =
              new LogFollower(new LogSource(api, id), name, () -> running.test(id));
          if (closed) {
            follower.close();
          }
          return new Followed(
              follower,
              Thread.ofVirtual()
                  .name("log-" + name)
                  .start(() -> read(follower, id, name, release)));
        });
  }

  private void read(LogFollower follower, String id, InstanceName name, int release) {
    try {
      LogCursor cursor = LogCursor.open(cursor(id));
      cursor.takeOver(folder.resolve(id));
      follower.read(new Delivery(sink, name, release, cursor));
    } catch (IOException e) {
      LOG.error("the log of {} cannot be kept: {}", name, e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until the lines of a container that ended are delivered, then forgets it. */
  void finish(String id, InstanceName name) throws InterruptedException {
    Followed followed = followers.get(id);
    if (followed != null && !followed.thread().join(LAST_LINES)) {
      LOG.warn("the last lines of {} are still on their way and will be lost", name);
      followed.follower().close();
    }
    followers.remove(id);
    try {
      Files.deleteIfExists(cursor(id));
    } catch (IOException e) {
      LOG.warn("cannot delete {}: {}", cursor(id), e.getMessage());
    }
  }

  private Path cursor(String id) {
    return folder.resolve(id + ".at");
  }

  @Override
  public void close() {
    closed = true;
    followers.values().forEach(followed -> followed.follower().close());
    try {
      for (Followed followed : followers.values()) {
        followed.thread().join(LONGEST_CLOSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
