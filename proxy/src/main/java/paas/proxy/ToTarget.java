package paas.proxy;

import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;
import paas.proxy.http2.AnswerFields;
import paas.proxy.http2.Frame;
import paas.proxy.http2.Http2Error;
import paas.proxy.http2.TrailerFields;

/**
 * A connection to a target that speaks HTTP/2 without TLS. Carries one request after the other,
 * like one of HTTP/1.1: none ever waits for another, and what is known of a connection is known of
 * its request.
 */
final class ToTarget extends Http2Connection {
  /** From here on numbers of streams could run out while a request is under way. */
  private static final int LAST_STREAM = Integer.MAX_VALUE - 2;

  final ToTargetStream stream = new ToTargetStream(this);
  private int lastStream = -1;
  private boolean goneAway;

  ToTarget(Loop loop, StreamConnection connection, Wire.Events events) {
    super(loop, new Wire(loop, connection, Wire.NOBODY), new Patience());
    stream.serve(events);
    Frame.preface(sender.out);
    Frame.settings(
        sender.out,
        Frame.ENABLE_PUSH,
        0,
        Frame.INITIAL_WINDOW_SIZE,
        STREAM_WINDOW,
        Frame.MAX_HEADER_LIST_SIZE,
        loop.shared.settings.limits().headBytes());
    widen();
    wire.resumeReads();
  }

  /** A request begins: the number of its stream. */
  int nextStream() {
    lastStream += 2;
    return lastStream;
  }

  /** Whether another request may follow. */
  boolean usable() {
    return open() && !goneAway && lastStream < LAST_STREAM;
  }

  @Override
  boolean known(int id) {
    return id == 0 || ((id & 1) == 1 && id <= lastStream);
  }

  @Override
  int lastStream() {
    return 0;
  }

  @Override
  void goneAway(int last) {
    goneAway = true;
    if (streams.isEmpty() || last < lastStream) {
      close();
    }
  }

  @Override
  void fields(int id, byte[] b, int from, int to, boolean last) throws Http2Error {
    if (!known(id)) {
      throw new Http2Error(Http2Error.PROTOCOL, "an answer to nothing");
    }
    @Nullable Http2Stream there = streams.get(id);
    if (there == null || stream.answered()) {
      TrailerFields trailers = new TrailerFields(Frame.PAYLOAD);
      decoder.decode(b, from, to, trailers);
      if (there != null) {
        there.trailers(trailers, last);
      }
      return;
    }
    AnswerFields answer = desk.answer;
    answer.start();
    decoder.decode(b, from, to, answer);
    answer.check();
    stream.answer(answer, last);
  }

  @Override
  void flooded() {
    // The next connection to it is a new chance.
  }

  @Override
  void ended() {
    stream.gone();
  }
}
