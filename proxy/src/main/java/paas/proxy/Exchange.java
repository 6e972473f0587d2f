package paas.proxy;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
    /** The app is paused. */
    HELD,
    CONNECTING,
    /** The request goes out; nothing of the answer has been sent to the client. */
    AWAITING,
    ANSWERING,
    TUNNEL,
    /** The target is done; the client has not taken everything. */
    FLUSHING
  }

  /** How long a WebSocket may take to answer that it is told to go. */
  private static final long FAREWELL = TimeUnit.SECONDS.toNanos(5);

  private final Downstream client;
  private final Loop loop;
  private final Bytes head = new Bytes(512);
  private final Facts facts = new Facts();
  private final RequestFlow upload;
  private final AnswerFlow answer;
  private final Dial dial;
  private final Tunnel tunnel;

  private Stage stage = Stage.NONE;
  private @Nullable Upstream upstream;
  private long deadline;

  /** When it was told to go; 0: it was not. */
  private long toldAt;

  private boolean keepClient;
  private boolean repeatable;
  private String fields = "";

  Exchange(Downstream client) {
    this.client = client;
    loop = client.loop;
    upload = new RequestFlow(client);
    answer = new AnswerFlow(client, facts);
    dial = new Dial(loop, this);
    tunnel = new Tunnel(loop);
  }

  // ---- The request arrives

  /** The loop's request parser holds the head; the client's carry holds what followed it. */
  void start() {
    Request request = loop.request;
    facts.of(request, client.forwarding, loop);
    keepClient = request.keepAlive();
    toldAt = 0;
    answer.start(request.isHead(), request.version11(), request.webSocket());
    upload.start(request.bodyFraming(), request.bodyLength());
    repeatable = request.idempotent() && upload.done();
    fields = "";
    head.clear();
    String challenged = loop.shared.routes.challenged(facts);
    if (challenged != null) {
      meet(challenged);
    } else if (dial.aim(facts.host, request)) {
      request.write(head, client.forwarding, facts.requestId, facts.atMillis);
      facts.fwd = request.forwardedFor();
      dial.start(repeatable);
    }
  }

  /** Answers a certificate authority. */
  private void meet(String challenge) {
    dial.clear();
    keepClient &= upload.done();
    loop.out.clear();
    facts.status = 200;
    facts.bytes = Challenges.write(loop.out, challenge, facts.toHead, !keepClient);
    say(null);
  }

  /** Whether the route's rules let the request pass; if not, it has been answered. */
  boolean admitted(Gate gate) {
    Failure failure = gate.refuses(loop.request, client);
    if (gate.tlsFields.length > 0 && loop.request.scheme(client.forwarding).equals("https")) {
      answer.alsoSay(gate.tlsFields);
    }
    if (failure == null) {
      if (gate.maxBody > 0) {
        upload.limit(gate.maxBody);
      }
      if (gate.compress) {
        answer.compress(loop.request.acceptsGzip());
      }
      return true;
    }
    fields = gate.fields(failure, loop.request, client.forwarding);
    fail(failure);
    return false;
  }

  /** Who asks; to be asked while the head is there. */
  Affinity.Visitor visitor(Affinity of) {
    return of.visitor(loop.request, loop.request.scheme(client.forwarding).equals("https"));
  }

  /** The request waits for another table, or for room. */
  void held(long until) {
    stage = Stage.HELD;
    deadline = until;
  }

  /** Another table is in force, or there is room. */
  void lookAgain() {
    if (stage == Stage.HELD) {
      dial.resume();
    }
  }

  /** Answers a request whose head could not be used. */
  void refuse(Failure failure, int status) {
    facts.unknown(client.forwarding, loop);
    fields = "";
    dial.clear();
    keepClient = false;
    upload.start(Body.Framing.NONE, 0);
    error(failure, status);
  }

  /** A connection to the target is being made. */
  void connecting(long until) {
    stage = Stage.CONNECTING;
    deadline = until;
  }

  /** No target accepted a connection. */
  void unreachable(@Nullable LiveTarget last, Failure why) {
    if (last != null) {
      facts.process = last.target.process();
    }
    fail(why);
  }

  /** Sends what there is of the request. */
  void reached(Upstream ready) {
    upstream = ready;
    stage = Stage.AWAITING;
    facts.reached(ready.target, loop.now());
    byte[] cookies = dial.cookies();
    if (cookies != null) {
      answer.cookies(cookies);
    }
    deadline = loop.now() + untilNext();
    try {
      if (upload.done()) {
        ready.wire.send(head.array(), 0, head.size());
      } else {
        if (ready.http2) {
          upload.keepTrailers();
        }
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
      tunnel(client.wire);
    } else if (waits() || stage == Stage.FLUSHING || upload.done()) {
      absorb();
    } else if (upload.broken()) {
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

  /** Whether there is nobody yet who could take the request. */
  private boolean waits() {
    return stage == Stage.HELD || stage == Stage.CONNECTING;
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

  /** Passes on the body's part of the first {@code count} bytes of the in buffer. */
  private void forward(int count) {
    Failure bad = upload.pass(count, upstream);
    if (bad != null) {
      fail(bad);
    } else if (upstream != null) {
      deadline = System.nanoTime() + (answer.begun() ? current().idleNanos : untilNext());
    }
  }

  /** For how long nothing may come while an answer is awaited. */
  private long untilNext() {
    return upload.done() ? current().firstByteNanos : current().idleNanos;
  }

  void targetDrained() {
    if (!upload.broken() && (stage == Stage.TUNNEL || !upload.done())) {
      client.wire.resumeReads();
    }
  }

  // ---- The target speaks

  void targetReadable() throws IOException {
    Upstream from = target();
    if (stage == Stage.TUNNEL) {
      tunnel(from.wire);
      return;
    }
    boolean untouched = from.carry.size() == 0 && stage == Stage.AWAITING;
    AnswerFlow.Progress progress = answer.read(from, keepsClient());
    if (stage == Stage.AWAITING && answer.begun()) {
      stage = Stage.ANSWERING;
    }
    deadline = stage == Stage.AWAITING ? deadline : loop.now() + current().idleNanos;
    switch (progress) {
      case MORE -> leaveBetweenEvents();
      case BLOCKED -> from.wire.pauseReads();
      case COMPLETE -> answered();
      case SWITCHED -> {
        stage = Stage.TUNNEL;
        tunnel.start(client.wire, client.carry, from.wire, from.carry);
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

  /** Whether the client's connection can go on after this answer. */
  private boolean keepsClient() {
    return keepClient && upload.done() && !loop.shared.retiring;
  }

  /** The target's connection failed or ended where it must not. */
  void targetBroken() {
    targetBroken(false);
  }

  private void targetBroken(boolean nothingSent) {
    Upstream gone = upstream;
    if (stage == Stage.AWAITING && gone != null) {
      boolean stale = gone.reused() && (repeatable || nothingSent) && gone.carry.size() == 0;
      gone.close();
      upstream = null;
      if (!stale || !dial.again()) {
        fail(gone.carry.size() == 0 ? Failure.NO_ANSWER : Failure.BAD_ANSWER);
      }
    } else {
      fail(Failure.ANSWER_CUT);
    }
  }

  void clientDrained() throws IOException {
    switch (stage) {
      case AWAITING, ANSWERING -> target().wire.resumeReads();
      case TUNNEL -> {
        target().wire.resumeReads();
        endTunnelWhenOver();
      }
      case FLUSHING -> end(null);
      case NONE, HELD, CONNECTING -> {}
    }
  }

  private void answered() throws IOException {
    Upstream done = target();
    upstream = null;
    if (answer.keepTarget() && upload.done() && done.wire.flushed()) {
      done.rest();
    } else {
      done.close();
    }
    keepClient &= upload.done() && !answer.closesClient();
    dial.answered(facts.status);
    dropTarget();
    if (client.wire.flushed()) {
      end(null);
    } else {
      stage = Stage.FLUSHING;
    }
  }

  private void tunnel(Link from) throws IOException {
    int count = tunnel.pass(from);
    deadline = System.nanoTime() + current().idleNanos;
    if (!from.equals(client.wire)) {
      facts.bytes += count;
    }
    endTunnelWhenOver();
  }

  // ---- The end

  /** How much memory waits on its way. */
  long holds() {
    Upstream open = upstream;
    return (long) head.capacity() + (open == null ? 0 : open.wire.holds() + open.carry.capacity());
  }

  void tick(long now) {
    if (stage == Stage.NONE) {
      return;
    }
    if (!waits() && upload.tooSlow(now)) {
      fail(Failure.CLIENT_IDLE);
      return;
    }
    if (now - deadline < 0 || moving(now)) {
      return;
    }
    switch (stage) {
      case HELD -> fail(dial.late());
      case CONNECTING -> dial.timedOut();
      case AWAITING -> {
        boolean waitsForClient = !upload.done() && !client.wire.paused();
        fail(waitsForClient ? Failure.CLIENT_IDLE : Failure.FIRST_BYTE_TIMEOUT);
      }
      case ANSWERING, TUNNEL, FLUSHING -> fail(Failure.IDLE);
      case NONE -> {}
    }
  }

  /** Whether somebody slowly takes what waits for him: no event tells of that before the end. */
  private boolean moving(long now) {
    LiveRoute route = dial.route();
    if (route == null) {
      return false;
    }
    long since = now - route.idleNanos;
    Upstream to = upstream;
    return client.wire.movingSince(since) || (to != null && to.wire.movingSince(since));
  }

  private boolean runsOn(Set<String> ids) {
    LiveTarget on = dial.claimed();
    return on != null && ids.contains(on.target.id());
  }

  /** Ends the exchange if it runs on one of these targets; true when it did. */
  boolean cutOn(Set<String> ids) {
    boolean here = runsOn(ids);
    if (here) {
      fail(Failure.DRAINED);
    }
    return here;
  }

  /**
   * Tells a WebSocket or a stream of events on one of these targets to go, for it would never end
   * by itself; one that was told and does not go is let go of. True when it was told just now.
   */
  boolean tellToGo(Set<String> ids) {
    boolean endless = stage == Stage.TUNNEL || (stage == Stage.ANSWERING && answer.neverEnds());
    if (!endless || !runsOn(ids)) {
      return false;
    }
    long now = loop.now();
    if (toldAt != 0) {
      if (now - toldAt > FAREWELL) {
        letGo();
      }
      return false;
    }
    toldAt = now;
    try {
      if (stage == Stage.TUNNEL) {
        tunnel.leave();
        endTunnelWhenOver();
      } else {
        answer.leave();
        leaveBetweenEvents();
      }
    } catch (IOException e) {
      client.close();
    }
    return true;
  }

  private void letGo() {
    if (stage == Stage.TUNNEL) {
      client.close();
    } else {
      fail(Failure.DRAINED);
    }
  }

  private void leaveBetweenEvents() throws IOException {
    if (answer.left()) {
      answered();
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
  void fail(Failure failure) {
    boolean begun = stage == Stage.ANSWERING || stage == Stage.TUNNEL || stage == Stage.FLUSHING;
    dial.failed(failure);
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
    keepClient &= upload.done() && failure != Failure.BAD_BODY;
    loop.out.clear();
    facts.status = status;
    facts.bytes =
        loop.shared.pages.write(loop.out, failure, facts, !keepClient, fields, dial.route());
    say(failure);
  }

  /** Sends the answer that the out buffer holds. */
  private void say(@Nullable Failure failure) {
    stage = Stage.FLUSHING;
    deadline = System.nanoTime() + Timeouts.DEFAULT.idle().toNanos();
    try {
      if (client.wire.send(loop.out.array(), 0, loop.out.size())) {
        end(failure);
      } else {
        facts.failed(failure);
      }
    } catch (IOException e) {
      stage = Stage.NONE;
      client.close();
      end(failure);
    }
  }

  private void dropTarget() {
    Upstream open = upstream;
    upstream = null;
    if (open != null) {
      open.close();
    }
    dial.release();
  }

  private void endTunnelWhenOver() {
    if (tunnel.over()) {
      dropTarget();
      keepClient = false;
      end(null);
    }
  }

  private void end(@Nullable Failure failure) {
    stage = Stage.NONE;
    answer.end();
    head.clearAndShrink(4096);
    facts.ended(dial.route(), failure, loop.now());
    facts.count(loop.tallies, upload.passed());
    if (loop.shared.log.wanted()) {
      loop.shared.log.offer(facts);
    }
    client.next(keepClient);
  }

  private Upstream target() {
    return Objects.requireNonNull(upstream);
  }

  private LiveRoute current() {
    return Objects.requireNonNull(dial.route());
  }
}
