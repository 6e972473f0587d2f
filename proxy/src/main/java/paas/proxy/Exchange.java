package paas.proxy;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xnio.IoFuture;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import paas.proxy.http.BadMessage;
import paas.proxy.http.Body;
import paas.proxy.http.Bytes;
import paas.proxy.http.Request;

/**
 * One request and its answer: route, claim, connection, bodies both ways, end. One object per
 * client connection, used for each of its requests in turn.
 */
final class Exchange {
  private enum Stage {
    NONE,
    CONNECTING,
    /** The request goes out; nothing of the answer has been sent to the client. */
    AWAITING,
    ANSWERING,
    TUNNEL,
    /** The target is done; the client has not taken everything. */
    FLUSHING
  }

  private static final OptionMap TO_TARGET =
      OptionMap.builder().set(Options.TCP_NODELAY, true).set(Options.KEEP_ALIVE, true).getMap();
  private static final int MOST_TRIES = 4;
  private static final int MOST_TABLES = 16;

  /**
   * A request that must not be sent twice takes a kept connection only when it was idle for less.
   */
  private static final long FRESH = 1_000_000_000L;

  private final Downstream client;
  private final Loop loop;
  private final Bytes head = new Bytes(512);
  private final Body requestBody = new Body();
  private final Facts facts = new Facts();
  private final AnswerFlow answer;

  private Stage stage = Stage.NONE;
  private @Nullable LiveRoute route;
  private @Nullable LiveTarget target;
  private @Nullable Upstream upstream;
  private @Nullable IoFuture<StreamConnection> connecting;
  private long deadline;
  private int attempt;
  private int tries;
  private boolean keepClient;
  private boolean repeatable;
  private boolean webSocket;
  private boolean uploadBroken;
  private long windowEnd;
  private long windowBytes;

  Exchange(Downstream client) {
    this.client = client;
    loop = client.loop;
    answer = new AnswerFlow(client, facts);
  }

  // ---- The request arrives

  /** The loop's request parser holds the head; the client's carry holds what followed it. */
  void start(long now) {
    Request request = loop.request;
    facts.of(request, client.forwarding, now);
    keepClient = request.keepAlive();
    webSocket = request.webSocket();
    answer.start(request.isHead(), request.version11(), webSocket);
    requestBody.start(request.bodyFraming(), request.bodyLength());
    repeatable = request.idempotent() && requestBody.done();
    uploadBroken = false;
    tries = 0;
    windowEnd = 0;
    head.clear();
    LiveRoute found = loop.shared.routes.find(facts.host);
    route = found;
    if (found == null) {
      fail(Failure.UNKNOWN_HOST);
      return;
    }
    request.write(head, client.forwarding, facts.requestId, facts.atMillis);
    facts.fwd = request.forwardedFor();
    seek(null);
  }

  /** Answers a request whose head could not be used. */
  void refuse(Failure failure, int status) {
    facts.unknown(client.forwarding);
    route = null;
    keepClient = false;
    requestBody.start(Body.Framing.NONE, 0);
    error(failure, status);
  }

  /** Claims a target, other than {@code not} if possible, and gets a connection to it. */
  private void seek(@Nullable LiveTarget not) {
    for (int i = 0; i < MOST_TABLES; i++) {
      LiveRoute now = loop.shared.routes.find(facts.host);
      route = now;
      Failure none = unservable(now);
      if (now == null || none != null) {
        fail(none == null ? Failure.UNKNOWN_HOST : none);
        return;
      }
      LiveTarget claimed = now.claim(not);
      if (claimed != null) {
        target = claimed;
        tries++;
        Upstream kept = kept(claimed);
        if (kept == null) {
          connect(claimed);
        } else {
          send(kept);
        }
        return;
      }
    }
    fail(Failure.NO_TARGET);
  }

  private static @Nullable Failure unservable(@Nullable LiveRoute route) {
    if (route == null) {
      return Failure.UNKNOWN_HOST;
    }
    return switch (route.route.mode()) {
      case SERVING -> null;
      case STOPPED -> Failure.STOPPED;
      case NO_WEB -> Failure.NO_WEB;
    };
  }

  private void connect(LiveTarget claimed) {
    stage = Stage.CONNECTING;
    if (claimed.address.isUnresolved()) {
      tryAnother(Failure.REFUSED);
      return;
    }
    deadline = System.nanoTime() + current().connectNanos;
    int mine = ++attempt;
    IoFuture<StreamConnection> future =
        loop.thread.openStreamConnection(
            claimed.address, connection -> connected(mine, connection, claimed), TO_TARGET);
    connecting = future;
    future.addNotifier((ended, _) -> connectEnded(ended, mine), null);
  }

  private @Nullable Upstream kept(LiveTarget claimed) {
    while (true) {
      Upstream candidate = loop.kept.take(claimed.target.id());
      if (candidate == null || repeatable) {
        return candidate;
      }
      if (System.nanoTime() - candidate.idleSince() < FRESH && candidate.quiet()) {
        return candidate;
      }
      candidate.close();
    }
  }

  private void connected(int mine, StreamConnection connection, LiveTarget claimed) {
    Upstream fresh = new Upstream(loop, connection, claimed);
    if (mine != attempt || stage != Stage.CONNECTING) {
      fresh.close();
    } else {
      connecting = null;
      send(fresh);
    }
  }

  private void connectEnded(IoFuture<?> ended, int mine) {
    if (ended.getStatus() != IoFuture.Status.DONE && mine == attempt && stage == Stage.CONNECTING) {
      tryAnother(Failure.REFUSED);
    }
  }

  /** Nothing was sent on this try: another target, or the failure's page. */
  private void tryAnother(Failure otherwise) {
    LiveTarget failed = target;
    dropTarget();
    boolean moved = loop.shared.routes.find(facts.host) != route;
    if (tries < MOST_TRIES && (moved || tries < current().size())) {
      seek(failed);
    } else {
      if (failed != null) {
        facts.process = failed.target.process();
      }
      fail(otherwise);
    }
  }

  private void send(Upstream ready) {
    upstream = ready;
    stage = Stage.AWAITING;
    facts.reached(ready.target);
    deadline =
        facts.connectedNanos
            + (requestBody.done() ? current().firstByteNanos : current().idleNanos);
    try {
      if (requestBody.done()) {
        ready.wire.send(head.array(), 0, head.size());
      } else {
        client.wire.resumeReads();
        loop.out.clear();
        loop.out.put(head.array(), 0, head.size());
        int length = client.carry.size();
        System.arraycopy(client.carry.array(), 0, loop.in, 0, length);
        client.carry.clear();
        forward(length);
      }
    } catch (IOException e) {
      targetBroken(true);
      return;
    }
    if (upstream == ready) {
      ready.serve(this);
    }
  }

  // ---- The client speaks while the exchange has it

  void clientReadable() throws IOException {
    if (stage == Stage.TUNNEL) {
      tunnel(client.wire, target().wire);
    } else if (stage == Stage.CONNECTING || stage == Stage.FLUSHING || requestBody.done()) {
      absorb();
    } else if (uploadBroken) {
      client.wire.pauseReads();
    } else {
      int count = client.wire.read(loop.input(0));
      if (count < 0) {
        client.close();
      } else if (count > 0) {
        loop.out.clear();
        forward(count);
      }
    }
  }

  /**
   * Bytes that cannot be used yet. Keeps one read's worth and then stops reading; the end means
   * that the client left.
   */
  private void absorb() throws IOException {
    int count = client.carry.size() > Loop.READ ? 0 : client.wire.read(loop.input(0));
    if (count < 0) {
      client.close();
    } else {
      client.carry.put(loop.in, 0, count);
      client.wire.pauseReads();
    }
  }

  /**
   * Sends what the out buffer holds and the body's part of the first {@code count} bytes of the in
   * buffer.
   */
  private void forward(int count) throws IOException {
    int rest;
    try {
      rest = requestBody.take(loop.in, 0, count);
    } catch (BadMessage e) {
      fail(Failure.BAD_BODY);
      return;
    }
    windowBytes += count;
    if (rest < count) {
      client.carry.put(loop.in, rest, count - rest);
      client.wire.pauseReads();
    }
    Upstream to = upstream;
    if (to == null) {
      return;
    }
    requestBody.encode(loop.in, loop.out, requestBody.framing() == Body.Framing.CHUNKED);
    if (stage == Stage.AWAITING) {
      deadline =
          System.nanoTime() + (requestBody.done() ? current().firstByteNanos : current().idleNanos);
    }
    try {
      if (!to.wire.send(loop.out.array(), 0, loop.out.size())) {
        client.wire.pauseReads();
      }
    } catch (IOException e) {
      // The target may have answered already and closed: what it said is read before this counts as
      // a failure.
      uploadBroken = true;
      client.wire.pauseReads();
    }
  }

  void targetDrained() {
    if (!uploadBroken && (stage == Stage.TUNNEL || !requestBody.done())) {
      client.wire.resumeReads();
    }
  }

  // ---- The target speaks

  void targetReadable() throws IOException {
    Upstream from = target();
    if (stage == Stage.TUNNEL) {
      tunnel(from.wire, client.wire);
      return;
    }
    boolean untouched = from.carry.size() == 0 && stage == Stage.AWAITING;
    AnswerFlow.Progress progress = answer.read(from, keepClient && requestBody.done());
    if (stage == Stage.AWAITING && answer.begun()) {
      stage = Stage.ANSWERING;
    }
    deadline = stage == Stage.AWAITING ? deadline : System.nanoTime() + current().idleNanos;
    switch (progress) {
      case MORE -> {}
      case BLOCKED -> from.wire.pauseReads();
      case COMPLETE -> answered();
      case SWITCHED -> {
        stage = Stage.TUNNEL;
        client.wire.resumeReads();
        tunnelStart();
      }
      case BAD -> fail(Failure.BAD_ANSWER);
      case CUT -> {
        if (untouched) {
          targetBroken(false);
        } else {
          fail(Failure.ANSWER_CUT);
        }
      }
      case CLIENT_GONE -> client.close();
    }
  }

  /** The target's connection failed or ended where it must not. */
  void targetBroken() {
    targetBroken(false);
  }

  private void targetBroken(boolean nothingSent) {
    Upstream gone = upstream;
    if (stage == Stage.AWAITING && gone != null) {
      boolean stale = gone.reused() && (repeatable || nothingSent) && gone.carry.size() == 0;
      if (stale && tries < MOST_TRIES) {
        LiveTarget same = gone.target;
        gone.close();
        upstream = null;
        tries++;
        connect(same);
      } else {
        fail(gone.carry.size() == 0 ? Failure.NO_ANSWER : Failure.BAD_ANSWER);
      }
    } else {
      fail(Failure.ANSWER_CUT);
    }
  }

  void clientDrained() throws IOException {
    switch (stage) {
      case ANSWERING -> target().wire.resumeReads();
      case TUNNEL -> {
        target().wire.resumeReads();
        endTunnelWhenOver();
      }
      case FLUSHING -> end(null);
      case NONE, CONNECTING, AWAITING -> {}
    }
  }

  private void answered() throws IOException {
    Upstream done = target();
    upstream = null;
    if (answer.keepTarget() && requestBody.done() && done.wire.flushed()) {
      done.rest();
    } else {
      done.close();
    }
    keepClient &= requestBody.done() && !answer.closesClient();
    dropTarget();
    if (client.wire.flushed()) {
      end(null);
    } else {
      stage = Stage.FLUSHING;
    }
  }

  // ---- A WebSocket

  private void tunnelStart() throws IOException {
    int length = client.carry.size();
    if (length > 0) {
      boolean sent = target().wire.send(client.carry.array(), 0, length);
      client.carry.clear();
      if (!sent) {
        client.wire.pauseReads();
      }
    }
  }

  /** Passes on what one side says; the end of one direction is the end of that direction only. */
  private void tunnel(Wire from, Wire to) throws IOException {
    int count = from.read(loop.input(0));
    deadline = System.nanoTime() + current().idleNanos;
    if (count < 0) {
      from.end();
      to.finish();
      endTunnelWhenOver();
    } else if (count > 0) {
      if (to == client.wire) {
        facts.bytes += count;
      }
      if (!to.send(loop.in, 0, count)) {
        from.pauseReads();
      }
    }
  }

  // ---- The end

  void tick(long now) {
    if (stage == Stage.NONE) {
      return;
    }
    if (!requestBody.done() && stage != Stage.CONNECTING) {
      checkRate(now);
    }
    if (stage == Stage.NONE || now - deadline < 0) {
      return;
    }
    switch (stage) {
      case CONNECTING -> tryAnother(Failure.CONNECT_TIMEOUT);
      case AWAITING -> {
        boolean waitsForClient = !requestBody.done() && !client.wire.paused();
        fail(waitsForClient ? Failure.CLIENT_IDLE : Failure.FIRST_BYTE_TIMEOUT);
      }
      case ANSWERING, TUNNEL, FLUSHING -> fail(Failure.IDLE);
      case NONE -> {}
    }
  }

  /** Gives up a body that comes too slowly, unless it is us who do not read. */
  private void checkRate(long now) {
    if (windowEnd == 0 || client.wire.paused()) {
      windowEnd = now + loop.shared.settings.clients().bodyWindow().toNanos();
      windowBytes = 0;
    } else if (now - windowEnd > 0) {
      long seconds = Math.max(1, loop.shared.settings.clients().bodyWindow().toSeconds());
      boolean slow = windowBytes < seconds * loop.shared.settings.limits().bodyBytesPerSecond();
      windowEnd = 0;
      if (slow) {
        fail(Failure.CLIENT_IDLE);
      }
    }
  }

  /** Ends the exchange if it runs on one of these targets. */
  void cutOn(Set<String> ids) {
    LiveTarget on = target;
    if (on != null && ids.contains(on.target.id())) {
      loop.shared.cut.incrementAndGet();
      fail(Failure.DRAINED);
    }
  }

  void clientGone() {
    if (stage != Stage.NONE) {
      dropTarget();
      if (stage != Stage.TUNNEL) {
        facts.status = Failure.CLIENT_GONE.status;
      }
      end(stage == Stage.TUNNEL ? null : Failure.CLIENT_GONE);
    }
  }

  /**
   * Ends the exchange with the failure's page, or by cutting the connection when an answer is under
   * way.
   */
  private void fail(Failure failure) {
    boolean begun = stage == Stage.ANSWERING || stage == Stage.TUNNEL || stage == Stage.FLUSHING;
    dropTarget();
    if (begun) {
      stage = Stage.NONE;
      client.close();
      end(failure);
    } else {
      error(failure, failure.status);
    }
  }

  private void error(Failure failure, int status) {
    keepClient &= requestBody.done() && failure != Failure.BAD_BODY;
    loop.out.clear();
    facts.status = status;
    facts.bytes =
        loop.shared.pages.write(
            loop.out,
            failure,
            status,
            facts.html,
            facts.toHead,
            !keepClient,
            facts.host,
            facts.requestId);
    stage = Stage.FLUSHING;
    deadline = System.nanoTime() + Timeouts.DEFAULT.idle().toNanos();
    try {
      if (client.wire.send(loop.out.array(), 0, loop.out.size())) {
        end(failure);
      } else {
        facts.failure = failure;
      }
    } catch (IOException e) {
      stage = Stage.NONE;
      client.close();
      end(failure);
    }
  }

  private void dropTarget() {
    attempt++;
    IoFuture<StreamConnection> dialled = connecting;
    connecting = null;
    if (dialled != null) {
      dialled.cancel();
    }
    Upstream open = upstream;
    upstream = null;
    if (open != null) {
      open.close();
    }
    LiveTarget claimed = target;
    target = null;
    if (claimed != null) {
      loop.shared.routes.release(claimed);
    }
  }

  private void endTunnelWhenOver() {
    if (client.wire.ended() && target().wire.ended() && client.wire.flushed()) {
      dropTarget();
      keepClient = false;
      end(null);
    }
  }

  private void end(@Nullable Failure failure) {
    stage = Stage.NONE;
    LiveRoute used = route;
    route = null;
    head.clearAndShrink(4096);
    if (loop.shared.log.wanted()) {
      loop.shared.log.offer(facts.line(used, failure));
    }
    client.next(keepClient);
  }

  private Upstream target() {
    return Objects.requireNonNull(upstream);
  }

  private LiveRoute current() {
    return Objects.requireNonNull(route);
  }
}
