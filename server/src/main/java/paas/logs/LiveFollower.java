package paas.logs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a reader has still to read: first the past, then a bounded queue of the present. */
final class LiveFollower implements Follower {
  private static final long MOST_AT_ONCE = 256 << 10;

  /** What tells of missing lines is not itself left out for want of room. */
  private static final int MOST_GAPS = 100;

  private final LogFilter filter;
  private final int most;
  private final Room room;
  private final Consumer<LiveFollower> leave;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Deque<LogLine> past = new ArrayDeque<>();
  private final Deque<LogLine> live = new ArrayDeque<>();
  private long liveBytes;
  private long lost;
  private Instant lostSince = Instant.EPOCH;
  private boolean left;

  LiveFollower(LogFilter filter, int most, Room room, Consumer<LiveFollower> leave) {
    this.filter = filter;
    this.most = most;
    this.room = room;
    this.leave = leave;
  }

  /** What was written before the first line that was offered. */
  void past(List<LogLine> lines) {
    lock.lock();
    try {
      past.addAll(lines);
    } finally {
      lock.unlock();
    }
  }

  /** Takes the lines or counts them as lost; never waits. */
  void offer(List<LogLine> lines) {
    lock.lock();
    try {
      for (LogLine line : lines) {
        if (!left && filter.matches(line)) {
          take(line);
        }
      }
      more.signal();
    } finally {
      lock.unlock();
    }
  }

  private void take(LogLine line) {
    long bytes = Room.bytes(line);
    int bound = line.isGap() ? most + MOST_GAPS : most;
    if (live.size() >= bound || !(line.isGap() || room.take(liveBytes, bytes))) {
      if (lost++ == 0) {
        lostSince = line.at();
      }
      return;
    }
    LogLine notice = notice();
    if (notice != null) {
      live.add(notice);
    }
    live.add(line);
    liveBytes += line.isGap() ? 0 : bytes;
  }

  @Override
  public List<LogLine> next(Duration wait) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long patience = wait.toNanos();
      while (past.isEmpty() && live.isEmpty() && lost == 0 && patience > 0) {
        patience = more.awaitNanos(patience);
      }
      return some();
    } finally {
      lock.unlock();
    }
  }

  private List<LogLine> some() {
    List<LogLine> lines = new ArrayList<>();
    long bytes = 0;
    LogLine line = past.poll();
    while (line != null) {
      lines.add(line);
      bytes += Room.bytes(line);
      line = bytes < MOST_AT_ONCE ? past.poll() : null;
    }
    line = bytes < MOST_AT_ONCE ? live.poll() : null;
    while (line != null) {
      lines.add(line);
      bytes += Room.bytes(line);
      if (!line.isGap()) {
        long freed = Room.bytes(line);
        liveBytes -= freed;
        room.give(freed);
      }
      line = bytes < MOST_AT_ONCE ? live.poll() : null;
    }
    LogLine notice = past.isEmpty() && live.isEmpty() ? notice() : null;
    if (notice != null) {
      lines.add(notice);
    }
    return lines;
  }

  private @Nullable LogLine notice() {
    if (lost == 0) {
      return null;
    }
    String text = lost + " lines dropped here: they came faster than they were read";
    lost = 0;
    return LogLine.gap(lostSince, text);
  }

  @Override
  public void close() {
    leave.accept(this);
    lock.lock();
    try {
      left = true;
      live.clear();
      past.clear();
      room.give(liveBytes);
      liveBytes = 0;
    } finally {
      lock.unlock();
    }
  }
}
