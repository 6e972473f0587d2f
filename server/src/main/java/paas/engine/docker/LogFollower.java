package paas.engine.docker;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.EngineUnavailable;
import paas.model.InstanceName;

/**
 * Reads what one container writes, every line as it comes, until it writes more than can be read:
 * in such a flood it looks at the newest lines now and then, which leaves Docker and the app the
 * processor.
 */
final class LogFollower {
  private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
  private static final Duration RETRY = Duration.ofMillis(500);

  private static final int TURN = 512 << 10;

  /** What Docker holds of a container's output for its disk before it leaves lines out. */
  static final int LOG_BUFFER = 4 << 20;

  private static final String SURGE =
      "lines may be missing around here: more came at once than Docker holds (4 MB)";
  private static final String AWAY =
      "lines may be missing here: more was written than Docker keeps until it is read (30 MB)";

  /** How long a stream that said much may be silent before it is looked whether it is stuck. */
  static final Duration SILENT = Duration.ofSeconds(1);

  /** So long Docker may look for the first line of a stream that begins in the middle of a log. */
  private static final Duration SEARCH = Duration.ofSeconds(4);

  private static final long MUCH = 16 << 10;

  /** And how long one that said little: it may have been too slow to read a single line. */
  private static final Duration LOOK_ANYWAY = Duration.ofSeconds(20);

  /** So often at first, whatever it said: what a new process says is what is asked for. */
  private static final int LOOKS_AT_FIRST = 5;

  private final LogSource source;
  private final InstanceName name;
  private final BooleanSupplier running;
  private final Flood flood = new Flood(Instant.now());
  private final CountDownLatch leave = new CountDownLatch(1);
  private volatile @Nullable Response stream;
  private volatile boolean ended;
  private volatile long lastNews = System.nanoTime();
  private volatile long lastLook = System.nanoTime();
  private volatile Instant lastAt = Instant.EPOCH;

  /** The newest line when Docker had lost sight of the log. */
  private volatile Instant lostSightAt = Instant.EPOCH;

  private final AtomicLong unlooked = new AtomicLong();
  private int looks;

  /**
   * @param running whether the container runs
   */
  LogFollower(LogSource source, InstanceName name, BooleanSupplier running) {
    this.source = source;
    this.name = name;
    this.running = running;
  }

  /** Reads until the container has ended and all is delivered, or until {@link #close}. */
  void read(Delivery to) throws InterruptedException {
    while (!ended) {
      try {
        if (follow(to)) {
          skim(to);
        } else if (hasEnded()) {
          ended = true;
        }
      } catch (Refused e) {
        if (e.status() == Refused.NOT_FOUND || hasEnded()) {
          ended = true;
        }
      } catch (IOException | EngineUnavailable e) {
        // Even if the container has ended meanwhile, there is something to read.
        LOG.debug("the log stream of {} broke", name, e);
        pause();
      }
    }
  }

  /** The stream ends with the container, or with the engine: ask which it was. */
  private boolean hasEnded() throws InterruptedException {
    try {
      if (!running.getAsBoolean()) {
        return true;
      }
    } catch (EngineUnavailable e) {
      LOG.debug("no engine to follow {}", name);
    }
    pause();
    return false;
  }

  private void pause() throws InterruptedException {
    var _ = leave.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether it left the stream in a flood. */
  private boolean follow(Delivery to) throws IOException, InterruptedException {
    lostSightAt = Instant.EPOCH;
    try (Response response = source.follow(to.since())) {
      stream = response;
      return !ended && deliver(new Frames(response.getBody()), to);
    } catch (IOException e) {
      if (flood.isLong(lostSightAt)) {
        return true;
      }
      throw e;
    } finally {
      stream = null;
    }
  }

  private void skim(Delivery to) throws InterruptedException {
    LOG.info("{} writes more than can be read; its newest lines are read once a second", name);
    if (new Skim(source, running).read(to, leave)) {
      ended = true;
    }
    flood.falls();
    lastNews = System.nanoTime() + SEARCH.toNanos();
  }

  /** Whether it stopped in a flood. */
  @SuppressWarnings("ThreadPriorityCheck") // no clock interrupts a virtual thread
  private boolean deliver(Frames frames, Delivery to) throws IOException {
    Incoming incoming = new Incoming(to);
    LogLines out = new LogLines(incoming);
    LogLines err = new LogLines(incoming);
    int taken = 0;
    while (!ended && !incoming.flooded && frames.next()) {
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
    return incoming.flooded;
  }

  /** Lines as they come; looks what their times and their mass tell. */
  private final class Incoming implements LogLines.Take {
    private final Delivery to;
    private final Surge surge = new Surge(LOG_BUFFER, Instant.now());
    private boolean flooded;

    Incoming(Delivery to) {
      this.to = to;
    }

    @Override
    public void line(Instant at, String text) {
      lastAt = at;
      if (to.isBehindGap(at)) {
        to.gap(at, AWAY);
      }
      if (to.line(at, text)) {
        Instant now = Instant.now();
        if (surge.rises(at, now, text.length())) {
          to.gap(at, SURGE);
        }
        flooded = flood.rises(at, now, text.length());
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
    Instant newest = source.newestTime();
    if (newest.equals(lastAt)) {
      unlooked.set(0);
    } else if (newest.isAfter(lastAt) && System.nanoTime() - lastNews > SILENT.toNanos()) {
      LOG.warn("Docker has lost sight of the log of {}; it is read anew", name);
      lostSightAt = newest;
      open.close();
      lastNews = System.nanoTime() + SEARCH.toNanos();
    }
  }

  void close() {
    ended = true;
    leave.countDown();
    Response open = stream;
    if (open != null) {
      open.close();
    }
  }
}
