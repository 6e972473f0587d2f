package paas.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One app's lines: those that wait for the disk, those that lie there, and who follows. Whoever
 * appends only ever touches what waits, so the disk never slows an app.
 */
final class AppLog {
  private static final Logger LOG = LoggerFactory.getLogger(AppLog.class);

  private final LogLimits limits;
  private final Room waitingRoom;
  private final Room followersRoom;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition settling = lock.newCondition();
  private List<LogLine> waiting = new ArrayList<>();
  private long waitingBytes;
  private boolean scheduled;
  private long dropped;
  private Instant droppedSince = Instant.EPOCH;
  private long accepted;
  private long settled;

  /**
   * Guards the files, and holds while followers are told, so that none misses or doubles a line.
   */
  private final ReentrantLock disk = new ReentrantLock();

  private final Segments segments;
  private final List<LiveFollower> followers = new CopyOnWriteArrayList<>();
  private boolean failing;
  private boolean forgotten;

  /**
   * @param waitingRoom for the lines of all apps that wait for the disk
   * @param followersRoom for the lines that wait for all followers
   */
  AppLog(Segments segments, LogLimits limits, Room waitingRoom, Room followersRoom) {
    this.segments = segments;
    this.limits = limits;
    this.waitingRoom = waitingRoom;
    this.followersRoom = followersRoom;
  }

  /**
   * Takes a line, or counts it as dropped.
   *
   * @return whether the writer must be told that there is something to write
   */
  boolean offer(LogLine line) {
    lock.lock();
    try {
      long bytes = Room.bytes(line);
      if (waiting.size() >= limits.queue() || !waitingRoom.take(waitingBytes, bytes)) {
        if (dropped++ == 0) {
          droppedSince = line.at();
        }
      } else {
        waiting.add(line);
        waitingBytes += bytes;
        accepted++;
      }
      boolean first = !scheduled;
      scheduled = true;
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** Writes what waits, and tells the followers. For the one writer. */
  void write() {
    List<LogLine> batch;
    long bytes;
    long upTo;
    lock.lock();
    try {
      batch = waiting;
      waiting = new ArrayList<>();
      bytes = waitingBytes;
      waitingBytes = 0;
      scheduled = false;
      upTo = accepted;
      if (dropped > 0) {
        String text = dropped + " lines dropped here: they came faster than they could be written";
        batch.add(LogLine.gap(droppedSince, text));
        dropped = 0;
      }
    } finally {
      lock.unlock();
    }
    try {
      publish(batch);
    } finally {
      waitingRoom.give(bytes);
      settle(upTo);
    }
  }

  private void publish(List<LogLine> batch) {
    disk.lock();
    try {
      if (!forgotten) {
        save(batch);
        followers.forEach(follower -> follower.offer(batch));
      }
    } finally {
      disk.unlock();
    }
  }

  /** A disk that takes no lines must not end the platform: it is said once, and lines are lost. */
  private void save(List<LogLine> batch) {
    try {
      segments.append(batch);
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        LOG.warn("log lines are lost: {}", e.toString());
      }
      failing = true;
    }
  }

  private void settle(long upTo) {
    lock.lock();
    try {
      settled = upTo;
      settling.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all that was accepted before is written; gives up when that takes too long. */
  void flush(Duration longest) {
    lock.lock();
    try {
      long wanted = accepted;
      long left = longest.toNanos();
      while (settled < wanted && left > 0) {
        left = settling.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  List<LogLine> last(LogFilter filter, int n) {
    return read(snapshot(List.of()), filter, n);
  }

  Follower follow(LogFilter filter, int n) {
    LiveFollower follower =
        new LiveFollower(filter, limits.followerQueue(), followersRoom, followers::remove);
    follower.past(read(snapshot(List.of(follower)), filter, n));
    return follower;
  }

  /** What is written now; all that comes later goes to these followers. */
  private List<Segments.Segment> snapshot(List<LiveFollower> joining) {
    disk.lock();
    try {
      List<Segments.Segment> snapshot = segments.snapshot();
      followers.addAll(joining);
      return snapshot;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      disk.unlock();
    }
  }

  private static List<LogLine> read(List<Segments.Segment> snapshot, LogFilter filter, int n) {
    try {
      return Segments.last(snapshot, filter, n);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes all that is on disk, and takes no more. */
  void forget() {
    disk.lock();
    try {
      forgotten = true;
      segments.remove();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      disk.unlock();
    }
  }
}
