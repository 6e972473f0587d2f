package paas.proxy;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import paas.proxy.http.BadMessage;
import paas.proxy.http.Body;

/**
 * One request's body on its way from the client to the target: framed anew, not slower than it may
 * be, and not larger.
 */
final class RequestFlow {
  private final Downstream client;
  private final Loop loop;
  private final Body body = new Body();
  private final BodyRate rate;
  private long left;
  private long passed;
  private boolean broken;

  /** Whether it is one half of a conversation, in which silence is no fault. */
  private boolean unhurried;

  RequestFlow(Downstream client) {
    this.client = client;
    loop = client.loop;
    rate = new BodyRate(loop.shared.settings);
  }

  /** Gets ready for the body of another request. */
  void start(Body.Framing framing, long length) {
    body.start(framing, length);
    rate.start();
    left = Long.MAX_VALUE;
    passed = 0;
    broken = false;
    unhurried = false;
  }

  /**
   * Bounds the body.
   *
   * @param most bytes
   */
  void limit(long most) {
    left = most;
  }

  /** Keeps what follows the body too, for a target to which it is of use. */
  void keepTrailers() {
    if (body.framing() == Body.Framing.CHUNKED) {
      body.keepTrailers();
    }
  }

  boolean done() {
    return body.done();
  }

  /** How many bytes of it were passed on. */
  long passed() {
    return passed;
  }

  /** Whether the target takes no more; it may have answered all the same. */
  boolean broken() {
    return broken;
  }

  /** Whether the client is to send more and does so too slowly. */
  boolean tooSlow(long now) {
    return !done() && !unhurried && rate.tooSlow(now, client.wire.paused());
  }

  /**
   * Sends what the out buffer holds and the body's part of the first {@code count} bytes of the in
   * buffer.
   *
   * @param to null: nobody takes it any more
   * @return why the request has to end; null when it goes on
   */
  @Nullable Failure pass(int count, @Nullable Upstream to) {
    int rest;
    try {
      rest = body.take(loop.in, 0, count);
    } catch (BadMessage e) {
      return Failure.BAD_BODY;
    }
    rate.came(count);
    if (rest < count) {
      client.carry.put(loop.in, rest, count - rest);
      client.wire.pauseReads();
    }
    if (to == null) {
      return null;
    }
    unhurried = to.http2;
    int data = body.dataEnd() - body.dataAt();
    passed += data;
    left -= data;
    if (left < 0) {
      return Failure.BODY_TOO_LARGE;
    }
    body.encode(loop.in, loop.out, body.framing() == Body.Framing.CHUNKED);
    try {
      if (!to.wire.send(loop.out.array(), 0, loop.out.size())) {
        client.wire.pauseReads();
      }
    } catch (IOException e) {
      // The target may have answered already and closed: what it said is read before this counts as
      // a failure.
      broken = true;
      client.wire.pauseReads();
    }
    return null;
  }
}
