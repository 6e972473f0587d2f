package paas.proxy;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xnio.IoFuture;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import paas.proxy.http.BadMessage;
import paas.proxy.http.Request;

/**
 * Finds the target for one exchange: claims it, takes a kept connection or makes one, and turns to
 * another target when that fails. Nothing of the request has been sent while it works.
 */
final class Dial {
  private static final OptionMap TO_TARGET =
      OptionMap.builder().set(Options.TCP_NODELAY, true).set(Options.KEEP_ALIVE, true).getMap();
  private static final int MOST_TRIES = 4;
  private static final int MOST_TABLES = 16;

  /**
   * A request that must not be sent twice takes a kept connection only when it was idle for less.
   */
  private static final long FRESH = 1_000_000_000L;

  private final Loop loop;
  private final Exchange exchange;
  private final Turn turn;
  private String host = "";
  private @Nullable String pathApp;
  private boolean repeatable;
  private @Nullable LiveRoute route;
  private Affinity.@Nullable Visitor visitor;
  private @Nullable LiveTarget claimed;
  private @Nullable IoFuture<StreamConnection> connecting;
  private int attempt;
  private int tries;
  private int repeats;

  Dial(Loop loop, Exchange exchange) {
    this.loop = loop;
    this.exchange = exchange;
    turn = new Turn(loop, exchange);
  }

  /** The route of the request at hand; null when no app answers to its host. */
  @Nullable LiveRoute route() {
    return route;
  }

  /** Whether it has claimed one of these targets. */
  boolean isOn(Set<String> ids) {
    LiveTarget on = claimed;
    return on != null && ids.contains(on.target.id());
  }

  /** Forgets the last request. */
  void clear() {
    route = null;
    pathApp = null;
    tries = 0;
    repeats = 0;
  }

  /**
   * Finds out whose the request is; to be asked first, because another app may get another path.
   * False: it was answered.
   */
  boolean aim(String name, Request request) {
    clear();
    host = name;
    LiveRoute own = find();
    return own == null || own.paths == null || aim(own, own.paths, request);
  }

  /** One hop: whether the other app's paths are again another's is not asked. */
  private boolean aim(LiveRoute own, PathRoutes paths, Request request) {
    route = own;
    if (own.hostGate != null && !exchange.admitted(own.hostGate)) {
      return false;
    }
    try {
      Traffic.PathRule rule = paths.find(request.path());
      if (rule != null) {
        pathApp = rule.app();
        request.strip(rule.strip() ? rule.prefix().length() : 0);
      }
      return true;
    } catch (BadMessage e) {
      exchange.fail(Failure.TWO_PATHS);
      return false;
    }
  }

  /**
   * Ends in {@link Exchange#reached} or {@link Exchange#fail}.
   *
   * @param mayRepeat whether the request may be sent twice
   */
  void start(boolean mayRepeat) {
    repeatable = mayRepeat;
    LiveRoute found = find();
    route = found;
    visitor = null;
    if (found != null && found.affinity != null) {
      visitor = exchange.visitor(found.affinity);
    }
    if (found != null && found.activity != null) {
      found.activity.now();
    }
    Gate gate = found == null ? null : pathApp == null ? found.gate : found.pathGate;
    if (gate == null || exchange.admitted(gate)) {
      seek(found, null);
    }
  }

  /** Looks again for a target, after a wait. */
  void resume() {
    seek(find(), null);
  }

  private @Nullable LiveRoute find() {
    return pathApp == null ? loop.shared.routes.find(host) : loop.shared.routes.ofApp(pathApp);
  }

  /**
   * A kept connection proved dead before anything came back: a new one to the same target. False:
   * no more tries.
   */
  boolean again() {
    LiveTarget same = claimed;
    if (same == null || repeats >= MOST_TRIES) {
      return false;
    }
    repeats++;
    connect(same);
    return true;
  }

  /** The connection took too long. */
  void timedOut() {
    tryAnother(Failure.CONNECT_TIMEOUT);
  }

  /** What the answer says beside what the target says, as header lines; null: nothing. */
  byte @Nullable [] cookies() {
    return visitor == null ? null : visitor.lines();
  }

  /** What was answered counts for the target. */
  void answered(int status) {
    LiveTarget by = claimed;
    Traffic.Ejection policy = route == null ? null : route.ejection;
    if (by != null && policy != null) {
      if (policy.errors() && status >= 500) {
        blame(by, policy, "answered " + status);
      } else {
        by.standing.answered();
      }
    }
  }

  /** What failed counts against the target, if it was its doing. */
  void failed(Failure failure) {
    LiveTarget by = claimed;
    Traffic.Ejection policy = route == null ? null : route.ejection;
    if (by != null && policy != null && failure.ofTarget()) {
      blame(by, policy, failure.description);
    }
  }

  private void blame(LiveTarget target, Traffic.Ejection policy, String what) {
    if (target.standing.failed(policy)) {
      String text = policy.failures() + " failures in a row, the last: " + what;
      LiveRoute by = Objects.requireNonNull(route);
      loop.shared.notices.tell(by.route.app(), Notice.Kind.PASSED_OVER, by.name(target), text);
    }
  }

  /** Why a request fails that has waited too long. */
  Failure late() {
    return turn.late();
  }

  /** The request is over: gives the claim back, and gives up a connection that is being made. */
  void release() {
    turn.end();
    giveBack();
  }

  private void giveBack() {
    stopConnecting();
    LiveTarget target = claimed;
    claimed = null;
    if (target != null) {
      loop.shared.routes.release(target);
    }
  }

  /** Claims a target, other than {@code not} if possible; a refused claim reads the table again. */
  private void seek(@Nullable LiveRoute first, @Nullable LiveTarget not) {
    LiveRoute now = first;
    for (int i = 0; i < MOST_TABLES; i++) {
      route = now;
      Failure none = unservable(now);
      if (now == null || none != null) {
        exchange.fail(none == null ? Failure.UNKNOWN_HOST : none);
        return;
      }
      if (!turn.has(now)) {
        return;
      }
      LiveTarget target = now.claim(visitor, not);
      if (target != null) {
        claimed = target;
        tries++;
        reach(target);
        return;
      }
      now = find();
    }
    exchange.fail(Failure.NO_TARGET);
  }

  private static @Nullable Failure unservable(@Nullable LiveRoute route) {
    if (route == null) {
      return Failure.UNKNOWN_HOST;
    }
    return switch (route.route.mode()) {
      case SERVING, PAUSED, ASLEEP -> null;
      case MAINTENANCE -> Failure.MAINTENANCE;
      case STOPPED -> Failure.STOPPED;
      case NO_WEB -> Failure.NO_WEB;
    };
  }

  private void reach(LiveTarget target) {
    Upstream kept = kept(target);
    if (kept == null) {
      connect(target);
    } else {
      exchange.reached(kept);
    }
  }

  private @Nullable Upstream kept(LiveTarget target) {
    while (true) {
      Upstream candidate = loop.kept.take(target.target.id());
      boolean other = candidate != null && candidate.http2 != Objects.requireNonNull(route).http2;
      if (candidate == null || (repeatable && !other)) {
        return candidate;
      }
      if (!other && loop.now() - candidate.idleSince() < FRESH && candidate.quiet()) {
        return candidate;
      }
      candidate.close();
    }
  }

  private void connect(LiveTarget target) {
    exchange.connecting(System.nanoTime() + Objects.requireNonNull(route).connectNanos);
    if (target.address.isUnresolved()) {
      tryAnother(Failure.REFUSED);
      return;
    }
    int mine = ++attempt;
    IoFuture<StreamConnection> future =
        loop.thread.openStreamConnection(
            target.address, connection -> connected(mine, connection, target), TO_TARGET);
    connecting = future;
    future.addNotifier((ended, _) -> connectEnded(ended, mine), null);
  }

  private void connected(int mine, StreamConnection connection, LiveTarget target) {
    loop.look();
    if (mine != attempt) {
      IoUtils.safeClose(connection);
    } else {
      connecting = null;
      boolean http2 = Objects.requireNonNull(route).http2;
      exchange.reached(new Upstream(loop, connection, target, http2));
    }
  }

  private void connectEnded(IoFuture<?> ended, int mine) {
    if (ended.getStatus() != IoFuture.Status.DONE && mine == attempt) {
      tryAnother(Failure.REFUSED);
    }
  }

  private void tryAnother(Failure otherwise) {
    LiveTarget failed = claimed;
    failed(otherwise);
    giveBack();
    LiveRoute last = Objects.requireNonNull(route);
    LiveRoute now = find();
    if (tries < MOST_TRIES && (now != last || tries < last.size())) {
      seek(now, failed);
    } else {
      exchange.unreachable(failed, otherwise);
    }
  }

  /** Whatever an attempt that is under way reports from now on is too late. */
  private void stopConnecting() {
    attempt++;
    IoFuture<StreamConnection> dialled = connecting;
    connecting = null;
    if (dialled != null) {
      dialled.cancel();
    }
  }
}
