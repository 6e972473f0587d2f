package paas.logs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a reader has still to read: first the past, then a bounded queue of the present. */
final class LiveFollower implements Follower {
  private final LogFilter filter;
  private final int most;
  private final Consumer<LiveFollower> leave;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Deque<LogLine> past = new ArrayDeque<>();
  private final Deque<LogLine> live = new ArrayDeque<>();
  private int lost;

  LiveFollower(LogFilter filter, int most, Consumer<LiveFollower> leave) {
    this.filter = filter;
    this.most = most;
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

  /** Takes the line or counts it as lost; never waits. */
  void offer(LogLine line) {
    if (!filter.matches(line)) {
      return;
    }
    lock.lock();
    try {
      if (live.size() >= most) {
        lost++;
        return;
      }
      LogLine notice = notice();
      if (notice != null) {
        live.add(notice);
      }
      live.add(line);
      more.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<LogLine> next(Duration wait) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = wait.toNanos();
      LogLine line = poll();
      while (line == null && left > 0) {
        left = more.awaitNanos(left);
        line = poll();
      }
      return Optional.ofNullable(line);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable LogLine poll() {
    LogLine line = past.poll();
    if (line == null) {
      line = live.poll();
    }
    return line == null ? notice() : line;
  }

  private @Nullable LogLine notice() {
    if (lost == 0) {
      return null;
    }
    String text = lost + " lines lost here: they came faster than they were read";
    lost = 0;
    return new LogLine(Instant.now(), LogLine.PLATFORM, "logs", 0, text);
  }

  @Override
  public void close() {
    leave.accept(this);
  }
}
