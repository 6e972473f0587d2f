package paas.proxy;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import paas.proxy.http.Body;
import paas.proxy.http.Bytes;
import paas.proxy.http.Request;

/**
 * One request and its answer: route, claim, connection, bodies both ways, end. One object per
 * client connection, used for each of its requests in turn.
 */
final class Exchange {
  private final Downstream client;
  private final Loop loop;
  private final Bytes head = new Bytes(512);
  private final Facts facts = new Facts();
  private final RequestFlow upload;
  private final AnswerFlow answer;
  private final OwnAnswer own;
  private final Dial dial;
  private final Tunnel tunnel;
  private final Farewell farewell;
  private final Deadline deadline;

  private Stage stage = Stage.NONE;
  private @Nullable Upstream upstream;
  private boolean keepClient;
  private boolean repeatable;

  Exchange(Downstream client) {
    this.client = client;
    loop = client.loop;
    upload = new RequestFlow(client);
    answer = new AnswerFlow(client, facts);
    own = new OwnAnswer(client, facts);
    dial = new Dial(loop, this);
    tunnel = new Tunnel(loop);
    farewell = new Farewell(answer, tunnel);
    deadline = new Deadline(client, upload, dial);
  }

  // ---- The request arrives

  /** The loop's request parser holds the head; the client's carry holds what followed it. */
  void start() {
    Request request = loop.request;
    facts.of(request, client.forwarding, loop);
    keepClient = request.keepAlive();
    farewell.start();
    answer.start(request.isHead(), request.version11(), request.webSocket());
    upload.start(request.bodyFraming(), request.bodyLength());
    repeatable = request.idempotent() && upload.done();
    own.start();
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
    say(null, () -> own.challenge(challenge, !keepClient));
  }

  /** Whether the route's rules let the request pass; if not, it has been answered. */
  boolean admitted(Gate gate) {
    Failure failure = gate.admits(loop.request, client, upload, answer);
    if (failure != null) {
      own.alsoSay(gate.fields(failure, loop.request, client.forwarding));
      fail(failure);
    }
    return failure == null;
  }

  /** Who asks; to be asked while the head is there. */
  Affinity.Visitor visitor(Affinity of) {
    return of.visitor(loop.request, loop.request.scheme(client.forwarding).equals("https"));
  }

  /** The request waits for another table, or for room. */
  void held(long until) {
    stage = Stage.HELD;
    deadline.at(until);
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
    own.start();
    dial.clear();
    keepClient = false;
    upload.start(Body.Framing.NONE, 0);
    error(failure, status);
  }

  /** A connection to the target is being made. */
  void connecting(long until) {
    stage = Stage.CONNECTING;
    deadline.at(until);
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
    deadline.next(loop.now(), false);
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
        forward(client.takeCarry());
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
    } else if (stage.waits() || stage == Stage.FLUSHING || upload.done()) {
      client.absorb();
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

  /** Passes on the body's part of the first {@code count} bytes of the in buffer. */
  private void forward(int count) {
    Failure bad = upload.pass(count, upstream);
    if (bad != null) {
      fail(bad);
    } else if (upstream != null) {
      deadline.next(System.nanoTime(), answer.begun());
    }
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
    if (stage != Stage.AWAITING) {
      deadline.next(loop.now(), true);
    }
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

  /**
   * The target's connection failed or ended where it must not.
   *
   * @param nothingSent whether it is sure that the target got nothing of the request
   */
  void targetBroken(boolean nothingSent) {
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
    done.over(answer.keepTarget() && upload.done());
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
    deadline.next(System.nanoTime(), true);
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
    Failure missed = deadline.missed(stage, now, upstream);
    if (missed != null && stage == Stage.CONNECTING) {
      dial.timedOut();
    } else if (missed != null) {
      fail(missed);
    }
  }

  /** Ends the exchange if it runs on one of these targets; true when it did. */
  boolean cutOn(Set<String> ids) {
    if (!dial.isOn(ids)) {
      return false;
    }
    fail(Failure.DRAINED);
    return true;
  }

  /**
   * Tells a WebSocket or a stream of events on one of these targets to go, for it would never end
   * by itself; one that was told and does not go is let go of. True when it was told just now.
   */
  boolean tellToGo(Set<String> ids) {
    if (!farewell.concerns(stage) || !dial.isOn(ids)) {
      return false;
    }
    try {
      if (farewell.tell(stage, loop.now())) {
        if (stage == Stage.TUNNEL) {
          endTunnelWhenOver();
        } else {
          leaveBetweenEvents();
        }
        return true;
      }
    } catch (IOException e) {
      client.close();
      return true;
    }
    if (farewell.late(loop.now()) && stage == Stage.TUNNEL) {
      client.close();
    } else if (farewell.late(loop.now())) {
      fail(Failure.DRAINED);
    }
    return false;
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
    boolean begun = stage.begun();
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
    say(failure, () -> own.page(failure, status, !keepClient, dial.route()));
  }

  private interface Words {
    boolean send() throws IOException;
  }

  /** Sends an answer of our own. */
  private void say(@Nullable Failure failure, Words words) {
    stage = Stage.FLUSHING;
    deadline.at(System.nanoTime() + Timeouts.DEFAULT.idle().toNanos());
    try {
      if (words.send()) {
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
    facts.ended(dial.route(), failure, loop, upload.passed());
    client.next(keepClient);
  }

  private Upstream target() {
    return Objects.requireNonNull(upstream);
  }
}
