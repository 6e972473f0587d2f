package paas.hooks;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bytes on their way to a client that may be slow, stopped or gone. One thread of its own writes,
 * so nobody who adds is ever at the client's mercy for longer than {@link #STALL}.
 */
final class Outbox {
  private static final int ROOM = 1_024;
  private static final Duration STALL = Duration.ofSeconds(5);

  private final BlockingQueue<Optional<byte[]>> queue = new ArrayBlockingQueue<>(ROOM);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicInteger skipped = new AtomicInteger();
  private final OutputStream out;
  private final byte[] beat;
  private final Duration interval;
  private volatile boolean gone;
  private volatile boolean stalled;

  /**
   * @param beat written after each silent interval, to keep the connection and to notice its loss;
   *     empty for none
   */
  Outbox(OutputStream out, byte[] beat, Duration interval) {
    this.out = out;
    this.beat = beat;
    this.interval = interval;
    Thread.ofVirtual().name("push-output").start(this::write);
  }

  /** Takes the packet, or drops it when the client has not read for too long. */
  void add(byte[] packet) {
    if (gone) {
      return;
    }
    boolean taken = stalled ? queue.offer(Optional.of(packet)) : offer(Optional.of(packet), STALL);
    if (!taken) {
      stalled = true;
      skipped.incrementAndGet();
    }
  }

  /** How many packets were dropped since the last call. */
  int takeSkipped() {
    return skipped.getAndSet(0);
  }

  boolean gone() {
    return gone;
  }

  /**
   * Writes what is left, then these last bytes; a client that does not take them in time is gone.
   */
  void finish(byte[] last, Duration patience) {
    boolean sent = offer(Optional.of(last), patience) && offer(Optional.empty(), patience);
    if (!sent || !await(patience)) {
      gone = true;
    }
  }

  private boolean offer(Optional<byte[]> packet, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    try {
      while (!gone) {
        try {
          long left = deadline - System.nanoTime();
          return queue.offer(packet, left, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return false;
    } finally {
      restore(interrupted);
    }
  }

  private boolean await(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      restore(interrupted);
    }
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    try {
      while (true) {
        Optional<byte[]> next = queue.poll(interval.toNanos(), TimeUnit.NANOSECONDS);
        if (next == null) {
          send(beat);
        } else if (next.isEmpty()) {
          return;
        } else {
          send(next.get());
        }
      }
    } catch (IOException | InterruptedException e) {
      gone = true;
      queue.clear();
    } finally {
      ended.countDown();
    }
  }

  private void send(byte[] packet) throws IOException {
    out.write(packet);
    if (queue.isEmpty()) {
      out.flush();
    }
    stalled = false;
  }
}
