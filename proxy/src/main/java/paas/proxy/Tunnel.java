package paas.proxy;

import java.io.IOException;
import paas.proxy.http.Bytes;

/**
 * A WebSocket: bytes both ways until both sides have ended. The end of one direction is the end of
 * that direction only.
 */
final class Tunnel {
  private final Loop loop;

  Tunnel(Loop loop) {
    this.loop = loop;
  }

  /** Sends on what the client said before the target agreed. */
  void start(Link client, Bytes early, Link target) throws IOException {
    client.resumeReads();
    int length = early.size();
    if (length > 0) {
      boolean sent = target.send(early.array(), 0, length);
      early.clear();
      if (!sent) {
        client.pauseReads();
      }
    }
  }

  /** Passes on what one side says; returns how many bytes that were. */
  int pass(Link from, Link to) throws IOException {
    int count = from.read(loop.input(0));
    if (count < 0) {
      from.end();
      to.finish();
    } else if (count > 0 && !to.send(loop.in, 0, count)) {
      from.pauseReads();
    }
    return Math.max(count, 0);
  }

  static boolean over(Link client, Link target) {
    return client.ended() && target.ended() && client.flushed();
  }
}
