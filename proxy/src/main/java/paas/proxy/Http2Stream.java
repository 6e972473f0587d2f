package paas.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import paas.proxy.http.BadMessage;
import paas.proxy.http.Body;
import paas.proxy.http.Bytes;
import paas.proxy.http2.Frame;
import paas.proxy.http2.Http2Error;
import paas.proxy.http2.TrailerFields;

/**
 * One stream of an HTTP/2 connection, which to an exchange looks like a connection of HTTP/1.1:
 * what comes is read as such a message, and such a message is sent as frames. So there is one place
 * for the rules of requests, whatever carries them.
 */
abstract class Http2Stream implements Link {
  final Http2Connection connection;
  final Http2Sender sender;
  private Wire.@Nullable Events events;
  int id;

  private final Http2Inbox inbox = new Http2Inbox();
  private int owed;
  private final Credit credit = new Credit(Http2Connection.STREAM_WINDOW, 0);

  private final Http2Outbox outbox;

  private boolean theyEnded = true;
  private boolean finished;
  private boolean endRead;
  private boolean endNoted;
  private boolean reading;
  private boolean woken;
  private boolean lost;

  /** Whether the peer takes nothing more. */
  private boolean deaf;

  private boolean open = true;

  Http2Stream(Http2Connection connection) {
    this.connection = connection;
    sender = connection.sender;
    outbox = new Http2Outbox(this);
  }

  final void serve(Wire.Events whose) {
    events = whose;
  }

  /** Gets ready for another message of ours. */
  final void renew() {
    outbox.renew();
  }

  /** Begins to carry messages under another number. */
  final void begin(int number) {
    id = number;
    connection.streams.put(number, this);
    outbox.begin(connection.peerWindow());
    credit.start();
    theyEnded = false;
    inbox.start();
    owed = 0;
    finished = false;
    deaf = false;
    endRead = false;
    endNoted = false;
  }

  /** Writes a head of ours as fields; returns where its body begins. */
  abstract int head(byte[] b, int from, int to, Bytes block, Body body) throws BadMessage;

  /** Whether the head that was written last is followed by another one. */
  abstract boolean interim();

  /** Whether bytes of no message follow on our head. */
  abstract boolean switched();

  /** How a stream is given up when both sides were not through with it. */
  abstract int farewell();

  // ---- What comes

  /** Where the head of what comes is written to; then {@link #follow}. */
  final Bytes inbound() {
    return inbox.bytes();
  }

  /** The head is written: what follows, and whether nothing does. */
  final void follow(Http2Inbox.In framing, long length, boolean last) {
    inbox.follow(framing, length, last);
    theyEnded = last;
    wake();
  }

  /** Something is written that is no whole message. */
  final void arrived() {
    wake();
  }

  final void data(byte[] b, int from, int to, int padding, boolean last) throws Http2Error {
    int length = to - from;
    if (!credit.take(length + padding)) {
      throw new Http2Error(Http2Error.FLOW_CONTROL, "more than the stream's window");
    }
    if (theyEnded || !inbox.put(b, from, to, last)) {
      connection.nuisance(Http2Connection.RESET_COST);
      connection.used(length + padding);
      abandon(theyEnded ? Http2Error.STREAM_CLOSED : Http2Error.PROTOCOL);
      return;
    }
    owed += length + padding;
    if (last) {
      ended(null);
    }
    wake();
  }

  /** The last fields of what comes. */
  final void trailers(TrailerFields fields, boolean last) throws Http2Error {
    if (theyEnded || !last || fields.wrong() != null || !inbox.mayEnd()) {
      connection.nuisance(Http2Connection.RESET_COST);
      abandon(Http2Error.PROTOCOL);
      return;
    }
    ended(fields);
    wake();
  }

  private void ended(@Nullable TrailerFields fields) {
    theyEnded = true;
    inbox.end(fields);
    settle();
  }

  private int available() {
    return inbox.available();
  }

  private boolean endUnread() {
    return !endRead && available() == 0 && (finished || (inbox.raw() && theyEnded));
  }

  @Override
  public final int read(ByteBuffer into) throws IOException {
    int count = inbox.read(into);
    if (count > 0) {
      allow(Math.min(owed, count));
      return count;
    }
    if (endUnread()) {
      endRead = true;
      return -1;
    }
    return 0;
  }

  private void allow(int bytes) {
    owed -= bytes;
    if (bytes > 0) {
      connection.used(bytes);
      int more = theyEnded ? 0 : credit.use(bytes);
      if (more > 0) {
        Frame.windowUpdate(sender.out, id, more);
        sender.schedule();
      }
    }
  }

  @Override
  public final void resumeReads() {
    if (!reading && open) {
      reading = true;
      wake();
    }
  }

  private void wake() {
    if (!woken && open && reading && (available() > 0 || endUnread())) {
      woken = true;
      sender.wake(this);
    }
  }

  /** Lets whoever reads have what is there. */
  final void deliver() {
    woken = false;
    int before = -1;
    while (open && !lost && reading && available() != before && (available() > 0 || endUnread())) {
      before = available();
      happens(Wire.Events::readable);
    }
  }

  private interface Event {
    void to(Wire.Events events) throws IOException;
  }

  private void happens(Event event) {
    Wire.Events whose = events;
    try {
      if (whose != null) {
        event.to(whose);
      }
    } catch (IOException | RuntimeException e) {
      Wire.report(e);
      if (open && whose != null) {
        whose.broken(e);
      }
    }
  }

  @Override
  public final void pauseReads() {
    reading = false;
  }

  @Override
  public final boolean paused() {
    return !reading;
  }

  // ---- What goes

  @Override
  public final boolean send(byte[] from, int at, int length) throws IOException {
    if (!open || deaf || lost || !connection.open()) {
      throw new IOException("the stream is over");
    }
    try {
      outbox.send(from, at, length);
    } catch (BadMessage e) {
      throw new IOException("not a message of our own", e);
    }
    sender.schedule();
    return flushed();
  }

  /** Nothing waits any more. */
  final void drained() {
    happens(Wire.Events::drained);
  }

  /** Sends a frame of what waits; true when something was sent. */
  final boolean push() {
    return outbox.push(open && !lost);
  }

  /** The peer takes more. False: more than can be. */
  final boolean widen(int more) {
    return outbox.widen(more);
  }

  @Override
  public final int holds() {
    return inbox.bytes().capacity() + outbox.holds();
  }

  @Override
  public final boolean flushed() {
    return outbox.flushed();
  }

  @Override
  public final boolean movingSince(long nanoTime) {
    return outbox.movingSince(nanoTime);
  }

  // ---- The end

  /** Both sides are through with it, if they are. */
  final void settle() {
    if (outbox.ended() && theyEnded) {
      connection.over(this);
    }
  }

  @Override
  public final void finish() {
    if (!outbox.finish() && outbox.ended()) {
      // Whatever may still come is of no use to anybody.
      finished = true;
      endRead = false;
      if (!theyEnded) {
        theyEnded = true;
        Frame.reset(sender.out, id, Http2Error.NONE);
        settle();
      }
    }
    wake();
    sender.schedule();
  }

  @Override
  public final void end() {
    endNoted = true;
  }

  @Override
  public final boolean ended() {
    return endNoted;
  }

  @Override
  public boolean next() {
    return open && !lost && connection.open() && outbox.ended() && theyEnded && available() == 0;
  }

  @Override
  public final boolean open() {
    return open;
  }

  @Override
  public final void close() {
    if (open) {
      open = false;
      detach(outbox.ended() ? Http2Error.NONE : farewell());
      closed();
    }
  }

  /** Whether what has come whole is still of use when the peer is gone. */
  boolean outlives() {
    return false;
  }

  /** What else ends with the stream. */
  void closed() {}

  /** The peer breaks the rules of this stream. */
  final void abandon(int code) {
    detach(code);
    lost("the stream is not proper HTTP/2");
  }

  /** The peer has given it up, or the connection is over. */
  final void gone() {
    connection.streams.remove(id, this);
    deaf = true;
    if (outlives()) {
      deliver();
    }
    if (!outlives() || !theyEnded || available() == 0) {
      lost("the stream was given up");
    }
  }

  private void lost(String why) {
    if (!lost) {
      lost = true;
      happens(whose -> whose.broken(new Http2Error(Http2Error.CANCEL, why)));
    }
  }

  private void detach(int code) {
    connection.used(owed);
    owed = 0;
    if (connection.streams.remove(id, this)) {
      Frame.reset(sender.out, id, code);
    }
    sender.schedule();
  }
}
