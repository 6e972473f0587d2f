package paas.supervise;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import paas.model.AppId;

/**
 * Work on apps, one lane for each: what hangs for one app holds up no other, and never piles up,
 * because at most one more piece waits behind the one that is under way.
 */
final class Lanes implements AutoCloseable {
  private final ExecutorService threads;
  private final Semaphore atOnce;
  private final Map<AppId, Piece> lanes = new HashMap<>();

  /** A piece of work, and the one that comes after it in its lane. */
  private static final class Piece {
    final Runnable work;
    final CompletableFuture<Void> done = new CompletableFuture<>();
    @Nullable Piece next;

    Piece(Runnable work) {
      this.work = work;
    }
  }

  /**
   * @param atOnce how many lanes may be busy at the same time
   */
  Lanes(String name, int atOnce) {
    this.atOnce = new Semaphore(atOnce);
    threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name).factory());
  }

  /**
   * Does this on the app's lane: now, or after what is under way there. Where a piece waits
   * already, that one stands for this one too: each must see to the whole app.
   *
   * @return completed when it was done
   */
  synchronized CompletableFuture<Void> offer(AppId app, Runnable work) {
    Piece underWay = lanes.get(app);
    if (underWay == null) {
      return begin(app, new Piece(work));
    }
    if (underWay.next == null) {
      underWay.next = new Piece(work);
    }
    return underWay.next.done;
  }

  private CompletableFuture<Void> begin(AppId app, Piece piece) {
    lanes.put(app, piece);
    try {
      threads.execute(() -> run(app, piece));
    } catch (RejectedExecutionException closed) {
      lanes.remove(app);
      piece.done.complete(null);
    }
    return piece.done;
  }

  private void run(AppId app, Piece piece) {
    try {
      atOnce.acquire();
      try {
        piece.work.run();
      } finally {
        atOnce.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      leave(app, piece);
    }
  }

  private void leave(AppId app, Piece piece) {
    synchronized (this) {
      lanes.remove(app);
      if (piece.next != null) {
        var _ = begin(app, piece.next);
      }
    }
    piece.done.complete(null);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
