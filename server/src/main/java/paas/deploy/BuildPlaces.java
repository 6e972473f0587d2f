package paas.deploy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import paas.model.AppId;

/** As many builds at once as there are places; who asks first builds first. */
final class BuildPlaces {
  private final Object lock = new Object();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private int free;

  BuildPlaces(int places) {
    free = places;
  }

  /** A place that is held until it is closed. */
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /** One that waits; it is itself and no other, whatever it has in common with it. */
  private static final class Waiting {
    final AppId app;
    final IntConsumer told;
    final CountDownLatch turn = new CountDownLatch(1);

    Waiting(AppId app, IntConsumer told) {
      this.app = app;
      this.told = told;
    }
  }

  /**
   * Blocks until there is a place; an interrupt gives the wait up.
   *
   * @param told is told its position among those that wait, from 1, each time it changes
   */
  Place take(AppId app, IntConsumer told) throws InterruptedException {
    Waiting mine = new Waiting(app, told);
    synchronized (lock) {
      if (free > 0) {
        free--;
        return this::giveBack;
      }
      waiting.add(mine);
      told.accept(waiting.size());
    }
    try {
      mine.turn.await();
      return this::giveBack;
    } catch (InterruptedException e) {
      giveUp(mine);
      throw e;
    }
  }

  private void giveUp(Waiting mine) {
    synchronized (lock) {
      int place = position(mine);
      if (place == 0) {
        // It got its turn in the same moment.
        giveBack();
      } else {
        waiting.remove(mine);
        tellFrom(place);
      }
    }
  }

  private void giveBack() {
    synchronized (lock) {
      Waiting next = waiting.poll();
      if (next == null) {
        free++;
      } else {
        next.turn.countDown();
        tellFrom(1);
      }
    }
  }

  /** Where this app's build waits, from 1; empty when it does not. */
  OptionalInt position(AppId app) {
    synchronized (lock) {
      return waiting.stream()
          .filter(one -> one.app.equals(app))
          .mapToInt(this::position)
          .findFirst();
    }
  }

  private int position(Waiting one) {
    int position = 0;
    for (Waiting other : waiting) {
      position++;
      if (other == one) {
        return position;
      }
    }
    return 0;
  }

  private void tellFrom(int first) {
    int position = 0;
    for (Waiting one : waiting) {
      position++;
      if (position >= first) {
        one.told.accept(position);
      }
    }
  }
}
