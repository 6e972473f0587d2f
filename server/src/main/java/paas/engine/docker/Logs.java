package paas.engine.docker;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.EngineUnavailable;
import paas.engine.LogSink;
import paas.model.InstanceName;

/**
 * Brings what containers write to the sink, each over a stream of its own. Docker keeps the lines
 * in a bounded file meanwhile, so a slow sink never slows an app, and a restarted server goes on
 * where it stopped.
 */
final class Logs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Logs.class);
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration LAST_LINES = Duration.ofSeconds(5);

  private static final int TURN = 512 << 10;

  /** What Docker holds of a container's output for its disk before it leaves lines out. */
  static final int LOG_BUFFER = 4 << 20;

  private static final String SURGE =
      "lines may be missing around here: more came at once than Docker holds (4 MB)";
  private static final String AWAY =
      "lines may be missing here: more was written than Docker keeps until it is read (30 MB)";

  /** How long a stream that said much may be silent before it is looked whether it is stuck. */
  private static final Duration SILENT = Duration.ofSeconds(1);

  private static final long MUCH = 16 << 10;

  /** And how long one that said little: it may have been too slow to read a single line. */
  private static final Duration LOOK_ANYWAY = Duration.ofSeconds(20);

  /** So often at first, whatever it said: what a new process says is what is asked for. */
  private static final int LOOKS_AT_FIRST = 5;

  private final DockerApi api;
  private final LogSink sink;
  private final Path folder;
  private final Predicate<String> running;
  private final Map<String, Follower> followers = new ConcurrentHashMap<>();
  private volatile boolean closed;

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
        Thread.sleep(SILENT);
        for (Follower follower : followers.values()) {
          follower.lookWhetherStuck();
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
          Follower follower = new Follower(id, name, release);
          follower.thread = Thread.ofVirtual().name("log-" + name).start(follower);
          return follower;
        });
  }

  /** Waits until the lines of a container that ended are delivered, then forgets it. */
  void finish(String id, InstanceName name) throws InterruptedException {
    Follower follower = followers.get(id);
    if (follower != null && follower.thread != null && !follower.thread.join(LAST_LINES)) {
      LOG.warn("the last lines of {} are still on their way and will be lost", name);
      follower.close();
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
    followers.values().forEach(Follower::close);
    for (Follower follower : followers.values()) {
      follower.join();
    }
  }

  private final class Follower implements Runnable {
    private final String id;
    private final InstanceName name;
    private final int release;
    private volatile @Nullable Response stream;
    private volatile @Nullable Thread thread;
    private volatile boolean ended;
    private volatile long lastNews = System.nanoTime();
    private volatile long lastLook = System.nanoTime();
    private volatile Instant lastAt = Instant.EPOCH;
    private final AtomicLong unlooked = new AtomicLong();
    private int looks;

    Follower(String id, InstanceName name, int release) {
      this.id = id;
      this.name = name;
      this.release = release;
    }

    @Override
    public void run() {
      try {
        LogCursor cursor = LogCursor.open(cursor(id));
        cursor.takeOver(folder.resolve(id));
        while (!closed && !ended) {
          read(cursor);
          if (!ended && !closed) {
            // The stream ends with the container, or with the engine: ask which it was.
            ended = hasEnded();
          }
        }
      } catch (IOException e) {
        LOG.error("the log of {} cannot be kept: {}", name, e.getMessage(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private boolean hasEnded() throws InterruptedException {
      try {
        if (!running.test(id)) {
          return true;
        }
      } catch (EngineUnavailable e) {
        LOG.debug("no engine to follow {}", name);
      }
      Thread.sleep(RETRY);
      return false;
    }

    private void read(LogCursor cursor) throws InterruptedException {
      Request request =
          api.request(
                  "GET",
                  path(),
                  Map.of(
                      "follow",
                      "1",
                      "stdout",
                      "1",
                      "stderr",
                      "1",
                      "timestamps",
                      "1",
                      "since",
                      cursor.since()))
              .build();
      try (Response response = api.open("follow log", request)) {
        stream = response;
        if (!closed) {
          deliver(new Frames(response.getBody()), cursor);
        }
      } catch (Refused e) {
        ended = e.status() == Refused.NOT_FOUND;
      } catch (IOException | EngineUnavailable e) {
        LOG.debug("the log stream of {} broke", name, e);
      }
    }

    @SuppressWarnings("ThreadPriorityCheck") // no clock interrupts a virtual thread
    private void deliver(Frames frames, LogCursor cursor) throws IOException {
      Surge surge = new Surge(LOG_BUFFER, Instant.now());
      LogLines.Take take =
          (at, text) -> {
            lastAt = at;
            if (cursor.isBehindGap(at)) {
              sink.gap(name, at, AWAY);
            }
            if (!cursor.isOld(at)) {
              sink.line(name, release, at, text);
              cursor.advance(at);
              if (surge.rises(at, Instant.now(), text.length())) {
                sink.gap(name, at, SURGE);
              }
            }
          };
      LogLines out = new LogLines(take);
      LogLines err = new LogLines(take);
      int taken = 0;
      while (frames.next()) {
        if (closed) {
          return;
        }
        if (frames.content().length > 0) {
          (frames.isStderr() ? err : out).piece(frames.content());
        }
        taken += frames.content().length;
        lastNews = System.nanoTime();
        unlooked.addAndGet(frames.content().length);
        if (taken > TURN) {
          // This thread may never have to wait, and would keep a CPU from all the others.
          Thread.yield();
          taken = 0;
        }
      }
    }

    void lookWhetherStuck() throws InterruptedException {
      Response open = stream;
      boolean silent = System.nanoTime() - lastNews > SILENT.toNanos();
      boolean due =
          looks < LOOKS_AT_FIRST
              || unlooked.get() >= MUCH
              || System.nanoTime() - lastLook > LOOK_ANYWAY.toNanos();
      if (ended || open == null || !due || !silent) {
        return;
      }
      looks++;
      lastLook = System.nanoTime();
      Instant newest = newest();
      if (newest.equals(lastAt)) {
        unlooked.set(0);
      } else if (newest.isAfter(lastAt) && System.nanoTime() - lastNews > SILENT.toNanos()) {
        LOG.warn("Docker has lost sight of the log of {}; it is read anew", name);
        open.close();
        lastNews = System.nanoTime();
      }
    }

    /** The time of the newest line that Docker has; the epoch when it does not say. */
    private Instant newest() throws InterruptedException {
      AtomicReference<Instant> newest = new AtomicReference<>(Instant.EPOCH);
      LogLines lines = new LogLines((at, _) -> newest.set(at));
      Map<String, String> query =
          Map.of("stdout", "1", "stderr", "1", "timestamps", "1", "tail", "1");
      try (Response response = api.open("last line", api.request("GET", path(), query).build())) {
        Frames frames = new Frames(response.getBody());
        while (frames.next()) {
          lines.piece(frames.content());
        }
      } catch (IOException | Refused | EngineUnavailable e) {
        LOG.debug("no newest line of {}", name, e);
      }
      return newest.get();
    }

    private String path() {
      return "/containers/" + id + "/logs";
    }

    void close() {
      ended = true;
      Response open = stream;
      if (open != null) {
        open.close();
      }
    }

    void join() {
      try {
        Thread own = thread;
        if (own != null) {
          own.join(RETRY);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
