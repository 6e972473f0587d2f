package paas.proxy;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import paas.proxy.http.Bytes;
import paas.proxy.http.WebSocketFrames;

/**
 * A WebSocket: bytes both ways until both sides have ended. The end of one direction is the end of
 * that direction only. When it is told to go, each side gets a close frame as soon as the frame
 * that is under way has passed, and what it says after that is dropped.
 */
final class Tunnel {
  private final Loop loop;
  private @Nullable Way toTarget;
  private @Nullable Way toClient;

  /** One direction. */
  private final class Way {
    final Link from;
    final Link to;
    final boolean toServer;
    final WebSocketFrames frames = new WebSocketFrames();
    boolean leaving;
    boolean told;

    Way(Link from, Link to, boolean toServer) {
      this.from = from;
      this.to = to;
      this.toServer = toServer;
    }

    /** Passes on, if the other side still gets it; false: some of it waits. */
    boolean pass(byte[] b, int length) throws IOException {
      if (!leaving) {
        frames.pass(b, 0, length);
        return to.send(b, 0, length);
      }
      if (told) {
        frames.pass(b, 0, length);
        return true;
      }
      int end = frames.passFrame(b, 0, length);
      boolean sent = end == 0 || to.send(b, 0, end);
      tellWhenBetween();
      frames.pass(b, end, length);
      return sent;
    }

    void tellWhenBetween() throws IOException {
      if (!told && frames.betweenFrames()) {
        told = true;
        if (!frames.closed()) {
          loop.out.clear();
          WebSocketFrames.goingAway(loop.out, toServer);
          to.send(loop.out.array(), 0, loop.out.size());
        }
      }
    }

    /** Whether nothing more is expected from this side: it closed, or answered our close frame. */
    boolean over() {
      return from.ended() || (leaving && frames.closed());
    }
  }

  Tunnel(Loop loop) {
    this.loop = loop;
  }

  /** Sends on what either side said before the other was there. */
  void start(Link client, Bytes early, Link target, Bytes first) throws IOException {
    Way up = new Way(client, target, true);
    Way down = new Way(target, client, false);
    toTarget = up;
    toClient = down;
    client.resumeReads();
    begin(up, early);
    begin(down, first);
  }

  private static void begin(Way way, Bytes early) throws IOException {
    int length = early.size();
    boolean sent = length == 0 || way.pass(early.array(), length);
    early.clear();
    if (!sent) {
      way.from.pauseReads();
    }
  }

  /** Passes on what one side says; returns how many bytes that were. */
  int pass(Link from) throws IOException {
    Way way = from.equals(up().from) ? up() : down();
    int count = from.read(loop.input(0));
    if (count < 0) {
      from.end();
      way.to.finish();
    } else if (count > 0 && !way.pass(loop.in, count)) {
      from.pauseReads();
    }
    return Math.max(count, 0);
  }

  /** Tells both sides to go. */
  void leave() throws IOException {
    for (Way way : new Way[] {up(), down()}) {
      way.leaving = true;
      way.tellWhenBetween();
    }
  }

  /** Whether both sides have ended, or answered that they do. */
  boolean over() {
    return up().over() && down().over() && up().from.flushed();
  }

  private Way up() {
    return Objects.requireNonNull(toTarget);
  }

  private Way down() {
    return Objects.requireNonNull(toClient);
  }
}
