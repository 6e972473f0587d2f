package paas.proxy;

import org.jspecify.annotations.Nullable;

/**
 * What one request waits for before it gets a target: the end of a pause or of a sleep, or room in
 * an app that has a cap.
 */
final class Turn {
  private final Loop loop;
  private final Exchange exchange;
  private @Nullable String heldFor;
  private Crowd.@Nullable Place place;
  private boolean waits;
  private boolean asleep;
  private long until;

  Turn(Loop loop, Exchange exchange) {
    this.loop = loop;
    this.exchange = exchange;
  }

  /** Whether the request may go on; if not it waits to be asked again, or it has failed. */
  boolean has(LiveRoute route) {
    AppRoute.Mode mode = route.route.mode();
    if (mode == AppRoute.Mode.PAUSED || mode == AppRoute.Mode.ASLEEP) {
      hold(route);
      return false;
    }
    if (heldFor != null) {
      endHold();
    }
    return (route.crowd == null && place == null) || isIn(route);
  }

  /** Waits for the end of a pause or a sleep: as long as the first table said. */
  private void hold(LiveRoute paused) {
    asleep = paused.route.mode() == AppRoute.Mode.ASLEEP;
    if (heldFor == null) {
      if (!loop.shared.held.enter(paused.route.app())) {
        exchange.fail(Failure.TOO_MANY_HELD);
        return;
      }
      heldFor = paused.route.app();
      startWaiting(paused);
      if (asleep) {
        loop.shared.notices.tell(paused.route.app(), Notice.Kind.WAKE, "", "a request waits");
      }
    }
    exchange.held(until);
  }

  private boolean isIn(LiveRoute route) {
    Crowd.Place mine = place;
    if (mine == null && route.crowd != null) {
      mine = route.crowd.enter(loop, exchange::lookAgain);
      if (mine == null) {
        exchange.fail(Failure.BACKLOG_FULL);
        return false;
      }
      place = mine;
    }
    if (mine == null || mine.in()) {
      waits = false;
      return true;
    }
    startWaiting(route);
    exchange.held(until);
    return false;
  }

  private void startWaiting(LiveRoute route) {
    if (!waits) {
      waits = true;
      until = System.nanoTime() + route.holdNanos;
    }
  }

  /** Why it fails when it has waited too long. */
  Failure late() {
    if (heldFor == null) {
      return Failure.BACKLOG_SLOW;
    }
    return asleep ? Failure.ASLEEP : Failure.HELD_TOO_LONG;
  }

  /** The request is over. */
  void end() {
    waits = false;
    if (heldFor != null) {
      endHold();
    }
    Crowd.Place mine = place;
    if (mine != null) {
      place = null;
      mine.leave();
    }
  }

  private void endHold() {
    String app = heldFor;
    heldFor = null;
    waits = false;
    if (app != null) {
      loop.shared.held.leave(app);
    }
  }
}
