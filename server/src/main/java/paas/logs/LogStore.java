package paas.logs;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.LogSink;
import paas.model.AppId;
import paas.model.InstanceName;

/**
 * Every line of every app, in files under one folder: {@code a17/0000000001.log} and on, {@code
 * a17/deploys/45.log}. Bounded per app, and still there after a redeploy or a restart of the
 * server. One thread writes for all apps; an app that says nothing costs nothing.
 */
public final class LogStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogStore.class);
  private static final Duration LONGEST_FLUSH = Duration.ofSeconds(2);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  /** Of lines that wait for the disk, and of lines that wait for followers. */
  private final Room waiting = new Room(24 << 20, 8 << 20, 256 << 10);

  private final Room unread = new Room(32 << 20, 6 << 20, 256 << 10);

  private final Path dir;
  private final LogLimits limits;
  private final Map<AppId, AppLog> apps = new ConcurrentHashMap<>();
  private final DeployLogs deploys;

  /** Apps with something to write, each at most once: that is its bound. */
  private final BlockingQueue<AppLog> ready = new LinkedBlockingQueue<>();

  private final AppLog end;
  private final Thread writer;
  private volatile boolean closed;

  /**
   * Begins to write; nothing is read before it is asked for.
   *
   * @param dir the platform's alone; made when it is not there
   */
  public LogStore(Path dir, LogLimits limits) {
    this.dir = dir;
    this.limits = limits;
    deploys = new DeployLogs(limits);
    end = new AppLog(new Segments(dir, limits), limits, waiting, unread);
    writer = Thread.ofPlatform().name("logs").daemon().start(this::write);
  }

  /** Takes a line without ever waiting; one too many is dropped, and the log says how many were. */
  public void append(AppId app, LogLine line) {
    AppLog log = log(app);
    if (!closed && log.offer(line)) {
      ready.add(log);
    }
  }

  /** Where engines put the lines of what they run. */
  public LogSink sink() {
    return new LogSink() {
      @Override
      public void line(InstanceName from, int release, Instant at, String text) {
        append(from.app(), new LogLine(at, LogLine.APP, from.process().toString(), release, text));
      }

      @Override
      public void gap(InstanceName from, Instant at, String what) {
        append(from.app(), LogLine.gap(at, from.process() + ": " + what));
      }
    };
  }

  /** The newest n lines that match, in order of time; what was appended before is among them. */
  public List<LogLine> last(AppId app, LogFilter filter, int n) {
    AppLog log = log(app);
    log.flush(LONGEST_FLUSH);
    return log.last(filter, n);
  }

  /** The newest n lines that match and then those that come, none twice and none left out. */
  public Follower follow(AppId app, LogFilter filter, int n) {
    AppLog log = log(app);
    log.flush(LONGEST_FLUSH);
    return log.follow(filter, n);
  }

  /** Removes all of a destroyed app's lines, and takes no more of them. */
  public void forget(AppId app) {
    log(app).forget();
  }

  /**
   * Opens the output of a deploy, behind what it may have said before the server was restarted.
   *
   * @throws IllegalStateException when it is open already
   */
  public DeployOutput begin(AppId app, int deploy) {
    return deploys.begin(deployFolder(app), deploy);
  }

  /** Reads the output of a deploy; one that is not there has no line. */
  public DeployReader read(AppId app, int deploy) {
    return deploys.read(deployFolder(app), deploy);
  }

  private Path deployFolder(AppId app) {
    return dir.resolve(app.toString()).resolve("deploys");
  }

  private AppLog log(AppId app) {
    return apps.computeIfAbsent(
        app,
        id ->
            new AppLog(new Segments(dir.resolve(id.toString()), limits), limits, waiting, unread));
  }

  private void write() {
    while (true) {
      try {
        AppLog next = ready.take();
        if (next == end) {
          return;
        }
        next.write();
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        LOG.error("log lines are lost", e);
      }
    }
  }

  /** Writes what was appended before, and closes every deploy's output. */
  @Override
  public void close() {
    closed = true;
    deploys.close();
    ready.add(end);
    try {
      writer.join(LONGEST_CLOSE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
