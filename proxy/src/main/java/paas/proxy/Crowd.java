package paas.proxy;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one app that has a cap: those in flight and those that wait for room, first come,
 * first served. The same object through every table.
 */
final class Crowd {
  private final Set<Place> waiting = new LinkedHashSet<>();
  private int inside;
  private int most;
  private int mostWaiting;

  /** One request's place, in flight or in the queue. */
  final class Place {
    private final Loop loop;
    private final Runnable onRoom;
    private boolean in;
    private boolean left;

    private Place(Loop loop, Runnable onRoom) {
      this.loop = loop;
      this.onRoom = onRoom;
    }

    /** Whether its request may go on. */
    boolean in() {
      synchronized (Crowd.this) {
        return in;
      }
    }

    /** The request is over, or waits no more. */
    void leave() {
      synchronized (Crowd.this) {
        if (left) {
          return;
        }
        left = true;
        if (in) {
          inside--;
          admit();
        } else {
          waiting.remove(this);
        }
      }
    }
  }

  /** What counts from now on; null: no cap any more. */
  synchronized void limit(Traffic.@Nullable Cap cap) {
    most = cap == null ? Integer.MAX_VALUE : cap.concurrency();
    mostWaiting = cap == null ? 0 : cap.queue();
    admit();
  }

  /**
   * A place for one more request; null: as many wait as may.
   *
   * @param onRoom called by that loop's thread when a place in the queue became one in flight
   */
  synchronized @Nullable Place enter(Loop loop, Runnable onRoom) {
    if (inside >= most && waiting.size() >= mostWaiting) {
      return null;
    }
    Place place = new Place(loop, onRoom);
    if (inside < most) {
      place.in = true;
      inside++;
    } else {
      waiting.add(place);
    }
    return place;
  }

  synchronized int waiting() {
    return waiting.size();
  }

  private void admit() {
    Iterator<Place> next = waiting.iterator();
    while (inside < most && next.hasNext()) {
      Place place = next.next();
      next.remove();
      place.in = true;
      inside++;
      place.loop.thread.execute(place.onRoom);
    }
  }
}
