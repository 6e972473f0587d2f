package paas.proxy;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Tells what would never end by itself to go: a WebSocket, or a stream of events. */
final class Farewell {
  /** How long a WebSocket may take to answer. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

  private final AnswerFlow answer;
  private final Tunnel tunnel;

  /** When it was told; 0: it was not. */
  private long toldAt;

  Farewell(AnswerFlow answer, Tunnel tunnel) {
    this.answer = answer;
    this.tunnel = tunnel;
  }

  /** Gets ready for another exchange. */
  void start() {
    toldAt = 0;
  }

  /** Whether an exchange at this stage would never end. */
  boolean concerns(Stage stage) {
    return stage == Stage.TUNNEL || (stage == Stage.ANSWERING && answer.neverEnds());
  }

  /** Tells it to go. False: it was told before. */
  boolean tell(Stage stage, long now) throws IOException {
    if (toldAt != 0) {
      return false;
    }
    toldAt = now;
    if (stage == Stage.TUNNEL) {
      tunnel.leave();
    } else {
      answer.leave();
    }
    return true;
  }

  /** Whether it has had the time to go. */
  boolean late(long now) {
    return now - toldAt > PATIENCE;
  }
}
