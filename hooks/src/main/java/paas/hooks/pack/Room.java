package paas.hooks.pack;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Memory for large work, shared by all pushes and exports: who needs more than is free waits its
 * turn, first come first served. Work that would need more than there is takes all of it, alone.
 */
public final class Room {
  private static final int UNIT = 1_024;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final int units;
  private final Semaphore free;

  public Room(long bytes) {
    units = Math.toIntExact(Math.max(1, bytes / UNIT));
    free = new Semaphore(units, true);
  }

  /** A part of the heap that this program was started with. */
  public static Room ofHeap(double part) {
    return new Room((long) (Runtime.getRuntime().maxMemory() * part));
  }

  /** What was taken; closing gives it back. */
  public interface Lease extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes room.
   *
   * @param onWait called once when it is not free at once
   * @throws BadPack none came free in ten minutes
   */
  public Lease take(long bytes, Runnable onWait) throws BadPack, InterruptedIOException {
    int wanted = (int) Math.min(units, Math.max(0, bytes) / UNIT);
    if (!free.tryAcquire(wanted)) {
      onWait.run();
      await(wanted);
    }
    return () -> free.release(wanted);
  }

  private void await(int wanted) throws BadPack, InterruptedIOException {
    try {
      if (!free.tryAcquire(wanted, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new BadPack("the server is busy with other large pushes; push again in a while");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("cancelled");
    }
  }

  /** Bytes that nobody has taken. */
  public long free() {
    return (long) free.availablePermits() * UNIT;
  }
}
