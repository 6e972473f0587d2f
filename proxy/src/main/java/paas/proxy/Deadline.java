package paas.proxy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Until when something has to happen in an exchange, and what it means when nothing does. */
final class Deadline {
  private final Downstream client;
  private final RequestFlow upload;
  private final Dial dial;
  private long at;

  Deadline(Downstream client, RequestFlow upload, Dial dial) {
    this.client = client;
    this.upload = upload;
    this.dial = dial;
  }

  /** Something has to happen until then, as {@link System#nanoTime} says. */
  void at(long nanoTime) {
    at = nanoTime;
  }

  /**
   * Something happened, and more is to follow.
   *
   * @param begun whether an answer has begun; otherwise it is awaited
   */
  void next(long now, boolean begun) {
    boolean answerIsDue = !begun && upload.done();
    at = now + (answerIsDue ? route().firstByteNanos : route().idleNanos);
  }

  /**
   * What has failed because nothing happened; null: nothing has.
   *
   * @param to where the request has gone; null: nowhere
   */
  @Nullable Failure missed(Stage stage, long now, @Nullable Upstream to) {
    if (stage == Stage.NONE) {
      return null;
    }
    if (!stage.waits() && upload.tooSlow(now)) {
      return Failure.CLIENT_IDLE;
    }
    if (now - at < 0 || moving(now, to)) {
      return null;
    }
    return switch (stage) {
      case NONE -> null;
      case HELD -> dial.late();
      case CONNECTING -> Failure.CONNECT_TIMEOUT;
      case AWAITING -> {
        boolean waitsForClient = !upload.done() && !client.wire.paused();
        yield waitsForClient ? Failure.CLIENT_IDLE : Failure.FIRST_BYTE_TIMEOUT;
      }
      case ANSWERING, TUNNEL, FLUSHING -> Failure.IDLE;
    };
  }

  /** Whether somebody slowly takes what waits for him: no event tells of that before the end. */
  private boolean moving(long now, @Nullable Upstream to) {
    LiveRoute route = dial.route();
    if (route == null) {
      return false;
    }
    long since = now - route.idleNanos;
    return client.wire.movingSince(since) || (to != null && to.wire.movingSince(since));
  }

  private LiveRoute route() {
    return Objects.requireNonNull(dial.route());
  }
}
