package paas.proxy;

import org.jspecify.annotations.Nullable;
import paas.proxy.http.BadMessage;
import paas.proxy.http.Body;
import paas.proxy.http.Bytes;
import paas.proxy.http.Trailers;
import paas.proxy.http2.FieldWriter;
import paas.proxy.http2.Frame;

/**
 * What goes out on one stream: a message of HTTP/1.1, taken apart into frames as far as the peer
 * has room for them. The rest waits here.
 */
final class Http2Outbox {
  private static final int KEPT_BUFFER = 1024;

  private final Http2Stream stream;
  private final Http2Sender sender;
  private final Body body = new Body();
  private final Bytes waiting = new Bytes(0);
  private @Nullable Bytes trailers;
  private boolean headSent;
  private boolean raw;
  private boolean endWaits;
  private boolean awaits;
  private boolean ended = true;
  private long window;
  private long movedAt;

  Http2Outbox(Http2Stream stream) {
    this.stream = stream;
    sender = stream.sender;
  }

  /** Gets ready for another message on the same stream. */
  void renew() {
    headSent = false;
    raw = false;
  }

  /** Begins to send under another number. */
  void begin(int room) {
    renew();
    window = room;
    endWaits = false;
    trailers = null;
    ended = false;
  }

  /** Whether the end was sent. */
  boolean ended() {
    return ended;
  }

  int holds() {
    return waiting.capacity();
  }

  boolean flushed() {
    return waiting.size() == 0 && !endWaits;
  }

  boolean movingSince(long nanoTime) {
    return !flushed() && movedAt - nanoTime > 0;
  }

  /** Sends what it can of a part of the message. */
  void send(byte[] from, int at, int length) throws BadMessage {
    int i = at;
    int end = at + length;
    while (i < end && !headSent) {
      i = start(from, i, end);
    }
    if (raw) {
      queue(from, i, end, false);
    } else if (i < end) {
      body.take(from, i, end);
      queue(from, body.dataAt(), body.dataEnd(), body.done());
    }
  }

  private int start(byte[] b, int from, int to) throws BadMessage {
    Bytes block = stream.connection.desk.block;
    stream.connection.beginBlock(block);
    int at = stream.head(b, from, to, block, body);
    if (at < 0) {
      throw new BadMessage("a head in parts");
    }
    headSent = !stream.interim();
    raw = stream.switched();
    boolean last = headSent && !raw && body.done();
    if (headSent && !raw && !last && at < to) {
      // An answer that turns out to have no body is one frame: some clients insist on that.
      int rest = body.take(b, at, to);
      last = body.done() && body.dataEnd() == body.dataAt() && last(body.trailers()) == null;
      Frame.fields(sender.out, stream.id, block, last);
      if (!last) {
        queue(b, body.dataAt(), body.dataEnd(), body.done());
      }
      at = rest;
    } else {
      Frame.fields(sender.out, stream.id, block, last);
    }
    if (last) {
      end();
    }
    return at;
  }

  private static @Nullable Bytes last(@Nullable Trailers said) throws BadMessage {
    if (said == null) {
      return null;
    }
    Bytes block = new Bytes(128);
    said.each((_, b, nameAt, nameEnd, valueAt, valueEnd) ->
        FieldWriter.field(block, b, nameAt, nameEnd, valueAt, valueEnd));
    return block.size() == 0 ? null : block;
  }

  private void queue(byte[] b, int from, int to, boolean last) throws BadMessage {
    if (last) {
      trailers = last(body.trailers());
    }
    int sent = 0;
    if (waiting.size() == 0) {
      boolean flagged = last && trailers == null;
      int most = (int) Math.min(window, Integer.MAX_VALUE);
      sent = sender.data(stream.id, b, from, to - from, most, flagged);
      window -= sent;
      if (last && sent == to - from && (sent > 0 || sender.roomy())) {
        finalFrame(sent > 0 && flagged);
        return;
      }
    }
    waiting.put(b, from + sent, to - from - sent);
    endWaits = last;
    await();
  }

  /** Everything is sent but the end. */
  private void finalFrame(boolean said) {
    Bytes fields = trailers;
    if (fields != null) {
      Frame.fields(sender.out, stream.id, fields, true);
    } else if (!said) {
      Frame.data(sender.out, stream.id, waiting.array(), 0, 0, true);
    }
    endWaits = false;
    trailers = null;
    end();
  }

  private void end() {
    ended = true;
    stream.settle();
  }

  private void await() {
    boolean something = waiting.size() > 0 || endWaits;
    if (something && !awaits && (window > 0 || waiting.size() == 0)) {
      awaits = true;
      sender.await(stream);
    }
  }

  /**
   * It is its turn: sends a frame of what waits.
   *
   * @param wanted whether the peer still takes it
   * @return whether something was sent
   */
  boolean push(boolean wanted) {
    awaits = false;
    if (!wanted || flushed()) {
      return false;
    }
    int most = (int) Math.min(window, Frame.PAYLOAD);
    boolean flagged = endWaits && trailers == null;
    int sent = sender.data(stream.id, waiting.array(), 0, waiting.size(), most, flagged);
    boolean said = flagged && sent > 0 && sent == waiting.size();
    window -= sent;
    waiting.drop(sent);
    movedAt = sent > 0 ? System.nanoTime() : movedAt;
    if (waiting.size() == 0) {
      waiting.clearAndShrink(KEPT_BUFFER);
      if (endWaits) {
        finalFrame(said);
      }
      stream.drained();
      return true;
    }
    await();
    return sent > 0;
  }

  /** The peer takes more. False: more than can be. */
  boolean widen(int more) {
    window += more;
    await();
    sender.schedule();
    return window <= Integer.MAX_VALUE;
  }

  /** Ends what is no message, such as a WebSocket. False: it is one, or has ended. */
  boolean finish() {
    if (!raw || ended || endWaits) {
      return false;
    }
    endWaits = true;
    if (waiting.size() == 0 && sender.roomy()) {
      finalFrame(false);
    } else {
      await();
    }
    return true;
  }
}
