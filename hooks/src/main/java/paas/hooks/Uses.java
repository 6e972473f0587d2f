package paas.hooks;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Who is at work in which repository. Garbage is only collected where nobody is: the objects of a
 * push that no branch names yet would look lost.
 */
final class Uses {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Map<String, ReadWriteLock> locks = new ConcurrentHashMap<>();

  /** Something that is ended by the thread that began it. */
  interface Use extends AutoCloseable {
    @Override
    void close();
  }

  /** Begins a use; waits while garbage is collected there. */
  Use begin(String id) throws IOException {
    Lock shared = of(id).readLock();
    try {
      if (!shared.tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("the repository is being tidied up for too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("cancelled");
    }
    return shared::unlock;
  }

  /** Runs it if nobody else is there. */
  boolean alone(String id, Work work) throws IOException {
    Lock alone = of(id).writeLock();
    if (!alone.tryLock()) {
      return false;
    }
    try {
      work.run();
      return true;
    } finally {
      alone.unlock();
    }
  }

  /** What is done alone. */
  interface Work {
    void run() throws IOException;
  }

  private ReadWriteLock of(String id) {
    return locks.computeIfAbsent(id, _ -> new ReentrantReadWriteLock());
  }

  void forget(String id) {
    locks.remove(id);
  }
}
