package paas.proxy;

import java.io.IOException;
import java.util.ArrayDeque;
import paas.proxy.http.Bytes;
import paas.proxy.http2.Frame;
import paas.proxy.http2.Http2Error;

/**
 * What goes out on one HTTP/2 connection: frames are gathered and sent together once everything
 * that happened meanwhile has been seen to, and streams that have more than the peer takes wait in
 * turn.
 */
final class Http2Sender {
  /** Frames that are gathered before streams have to wait. */
  private static final int MOST_OUT = 1 << 17;

  private static final int KEPT_BUFFER = 1 << 14;
  private static final int RESTING_BUFFER = 256;

  final Bytes out = new Bytes(512);
  private final Loop loop;
  private final Wire wire;
  private final Patience patience;
  private final ArrayDeque<Http2Stream> ready = new ArrayDeque<>();
  private final ArrayDeque<Http2Stream> blocked = new ArrayDeque<>();
  private long window = Frame.WINDOW;
  private boolean scheduled;

  /** Bytes that the peer has not taken, since it last took all. */
  private int stuck;

  Http2Sender(Loop loop, Wire wire, Patience patience) {
    this.loop = loop;
    this.wire = wire;
    this.patience = patience;
  }

  /** The peer takes so much more of all streams together. */
  void widen(int more) throws Http2Error {
    window += more;
    if (more == 0 || window > Integer.MAX_VALUE) {
      throw new Http2Error(Http2Error.FLOW_CONTROL, "a window that may not be");
    }
  }

  /**
   * Sends as much as may be sent now, at most {@code most}.
   *
   * @param last whether that is the end of the stream when all of it is sent
   * @return how much that was
   */
  int data(int stream, byte[] b, int at, int length, int most, boolean last) {
    int sent = 0;
    while (sent < length && roomy()) {
      int part =
          (int) Math.min(Math.min(length - sent, most - sent), Math.min(window, Frame.PAYLOAD));
      if (part <= 0) {
        break;
      }
      Frame.data(out, stream, b, at + sent, part, last && sent + part == length);
      window -= part;
      sent += part;
      patience.earn(2);
    }
    return sent;
  }

  /** Whether the peer takes what is sent. */
  boolean roomy() {
    return wire.flushed() && out.size() < MOST_OUT;
  }

  /** The stream has something that the peer does not take right now. */
  void await(Http2Stream stream) {
    blocked.add(stream);
  }

  /** The stream has something for whoever reads it. */
  void wake(Http2Stream stream) {
    ready.add(stream);
    schedule();
  }

  /** Sees to everything soon, after whatever else happens now. */
  void schedule() {
    if (!scheduled && wire.open()) {
      scheduled = true;
      loop.thread.execute(this::work);
    }
  }

  /** Gives streams what they wait for, and sends. */
  void work() {
    scheduled = false;
    for (int i = ready.size(); i > 0; i--) {
      ready.remove().deliver();
    }
    boolean moved = true;
    while (moved && roomy()) {
      moved = false;
      for (int i = blocked.size(); i > 0 && roomy(); i--) {
        moved |= blocked.remove().push();
      }
    }
    flush();
    if (moved && !blocked.isEmpty() && roomy()) {
      schedule();
    }
  }

  void flush() {
    if (out.size() == 0 || !wire.open()) {
      return;
    }
    try {
      boolean all = wire.send(out.array(), 0, out.size());
      stuck = all ? 0 : stuck + out.size();
    } catch (IOException e) {
      out.clear();
      loop.thread.execute(() -> wire.fail(e));
      return;
    }
    out.clearAndShrink(KEPT_BUFFER);
    // Whoever lets our answers to his pings pile up is not listened to until he takes them.
    if (stuck > MOST_OUT) {
      wire.pauseReads();
    }
  }

  /** Nothing is to be sent for a while. */
  void rest() {
    if (out.size() == 0) {
      out.clearAndShrink(RESTING_BUFFER);
    }
  }

  /** The peer took all that waited. */
  void drained() {
    stuck = 0;
    wire.resumeReads();
    work();
  }
}
