package paas.logs;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one deploy writes what it says. Readers see a line at once. Of an output that is too long
 * the start and, when it is closed, the last lines are kept. A disk that takes no lines does not
 * fail the deploy.
 */
public final class DeployOutput implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeployOutput.class);
  private static final int TAIL_BYTES = 64 << 10;

  private final RandomAccessFile file;
  private final int limit;
  private final Runnable closing;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Deque<byte[]> tail = new ArrayDeque<>();
  private int tailBytes;
  private int omitted;
  private long size;
  private boolean cut;
  private boolean failed;
  private boolean closed;

  DeployOutput(Path path, int limit, Runnable closing) throws IOException {
    this.limit = limit;
    this.closing = closing;
    file = PrivateFiles.open(path);
    size = PrivateFiles.dropTornTail(file);
  }

  /** Adds a line; line ends in it become spaces. Does nothing once it is closed. */
  public void line(String text) {
    byte[] bytes = bytes(text);
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (!cut && size + bytes.length > limit) {
        cut = true;
        write(bytes("... the output is too long: of what follows only the end is kept ..."));
      }
      if (cut) {
        keepInTail(bytes);
      } else {
        write(bytes);
      }
    } finally {
      lock.unlock();
    }
  }

  private static byte[] bytes(String text) {
    return (LogLine.oneLine(text) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private void keepInTail(byte[] bytes) {
    tail.add(bytes);
    tailBytes += bytes.length;
    while (tailBytes > TAIL_BYTES && tail.size() > 1) {
      tailBytes -= tail.remove().length;
      omitted++;
    }
  }

  private void write(byte[] bytes) {
    try {
      file.seek(size);
      file.write(bytes);
      size += bytes.length;
      more.signalAll();
    } catch (IOException e) {
      if (!failed) {
        LOG.warn("lines of a deploy's log are lost: {}", e.toString());
      }
      failed = true;
    }
  }

  /**
   * Waits until there is more than this many bytes, or it is closed.
   *
   * @return false when neither came in time
   */
  boolean awaitMore(long position, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (size <= position && !closed) {
        if (left <= 0) {
          return false;
        }
        left = more.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (omitted > 0) {
        write(bytes("... " + omitted + " lines are cut here ..."));
      }
      tail.forEach(this::write);
      closed = true;
      more.signalAll();
      file.close();
    } catch (IOException e) {
      LOG.warn("a deploy's log was not closed: {}", e.toString());
    } finally {
      lock.unlock();
    }
    closing.run();
  }
}
