package paas.proxy;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import paas.proxy.http2.Frame;
import paas.proxy.http2.Http2Error;
import paas.proxy.http2.RequestFields;
import paas.proxy.http2.TrailerFields;

/** A client that speaks HTTP/2: each of its streams is a client of the exchanges. */
final class FromClient extends Http2Connection {
  /** Requests at a time. */
  private static final int MOST_STREAMS = 128;

  private static final int ANSWERED = 4;

  /**
   * How long requests may be on their way that were sent before the client heard that it is to go.
   */
  private static final long LAST_REQUESTS = TimeUnit.SECONDS.toNanos(1);

  private final Downstream origin;
  private final ArrayDeque<FromClientStream> free = new ArrayDeque<>();
  private final long noRequestNanos;
  private int lastStream;
  private boolean prefaced;
  private boolean toldToGo;
  private long toldAt;
  private long idleSince = System.nanoTime();

  /**
   * Takes over a connection.
   *
   * @param origin knows where it came from
   */
  FromClient(Loop loop, Wire wire, Downstream origin) {
    super(loop, wire, loop.shared.floods.patience(origin.peer()));
    this.origin = origin;
    noRequestNanos = loop.shared.settings.clients().noRequest().toNanos();
    Frame.settings(
        sender.out,
        Frame.MAX_CONCURRENT_STREAMS,
        MOST_STREAMS,
        Frame.INITIAL_WINDOW_SIZE,
        STREAM_WINDOW,
        Frame.MAX_HEADER_LIST_SIZE,
        loop.shared.settings.limits().headBytes(),
        Frame.ENABLE_CONNECT_PROTOCOL,
        1);
    widen();
  }

  /** Goes on with what was read already. */
  void begin(byte[] b, int from, int end) {
    System.arraycopy(b, from, desk.in, 0, end - from);
    take(end - from);
    wire.resumeReads();
  }

  @Override
  int first(byte[] b, int end) throws Http2Error {
    if (prefaced) {
      return 0;
    }
    if (!Frame.isPreface(b, 0, end)) {
      throw new Http2Error(Http2Error.PROTOCOL, "not HTTP/2");
    }
    prefaced = end >= Frame.prefaceBytes();
    return prefaced ? Frame.prefaceBytes() : -1;
  }

  @Override
  boolean known(int stream) {
    return stream == 0 || ((stream & 1) == 1 && stream <= lastStream);
  }

  @Override
  int lastStream() {
    return lastStream;
  }

  @Override
  void goneAway(int lastOfOurs) {
    // What it asked for is still answered.
  }

  @Override
  void fields(int id, byte[] b, int from, int to, boolean last) throws Http2Error {
    Http2Stream there = streams.get(id);
    if (there != null) {
      TrailerFields trailers = new TrailerFields(Frame.PAYLOAD);
      decoder.decode(b, from, to, trailers);
      there.trailers(trailers, last);
      return;
    }
    RequestFields request = desk.request;
    request.start();
    decoder.decode(b, from, to, request);
    request.check();
    if ((id & 1) == 0) {
      throw new Http2Error(Http2Error.PROTOCOL, "a stream that is not a client's");
    }
    if (id <= lastStream) {
      nuisance(RESET_COST);
      return;
    }
    lastStream = id;
    int refused = refused(request, last);
    if (refused == Http2Error.NONE) {
      ask(id, request, last);
    } else {
      nuisance(RESET_COST);
      Frame.reset(sender.out, id, refused);
    }
  }

  private int refused(RequestFields request, boolean last) {
    boolean mismatch = last && request.length() > 0;
    if (request.wrong() != null || mismatch) {
      return Http2Error.PROTOCOL;
    }
    boolean full =
        streams.size() >= MOST_STREAMS
            || loop.shared.streams.get() >= loop.shared.settings.limits().connections();
    return full ? Http2Error.REFUSED_STREAM : Http2Error.NONE;
  }

  private void ask(int id, RequestFields request, boolean last) {
    FromClientStream stream = free.poll();
    if (stream == null) {
      stream = new FromClientStream(this);
      loop.add(new Downstream(loop, origin, stream));
      stream.resumeReads();
    }
    stream.begin(id);
    stream.toHead(request.toHead());
    request.write(stream.inbound(), last);
    boolean sized = last || request.length() >= 0;
    stream.follow(
        request.webSocket()
            ? Http2Inbox.In.RAW
            : sized ? Http2Inbox.In.SIZED : Http2Inbox.In.CHUNKED,
        request.length(),
        last);
  }

  @Override
  void over(Http2Stream stream) {
    super.over(stream);
    patience.earn(ANSWERED);
    idleSince = System.nanoTime();
  }

  /** The stream may carry another request. */
  void free(FromClientStream stream) {
    free.push(stream);
  }

  /** The stream carries no others. */
  void forget(FromClientStream stream) {
    free.remove(stream);
    idleSince = System.nanoTime();
  }

  @Override
  void tick(long now) {
    super.tick(now);
    boolean quiet = open() && streams.isEmpty();
    if (quiet && now - idleSince > LAST_REQUESTS) {
      rest();
    }
    if (quiet && now - idleSince > noRequestNanos) {
      leave(Http2Error.NONE);
    } else if (open() && loop.shared.retiring) {
      retire(quiet, now);
    }
  }

  /** Gives back what a burst of requests made it take. */
  private void rest() {
    sender.rest();
    while (free.size() > 1) {
      free.removeLast().gone();
    }
  }

  /** Asks the client to go, serves what it sent before it heard that, and goes. */
  private void retire(boolean quiet, long now) {
    if (!toldToGo) {
      toldToGo = true;
      toldAt = now;
      Frame.goAway(sender.out, Integer.MAX_VALUE, Http2Error.NONE);
      sender.schedule();
    } else if (quiet && now - Math.max(toldAt, idleSince) > LAST_REQUESTS) {
      leave(Http2Error.NONE);
    }
  }

  @Override
  void flooded() {
    loop.shared.floods.by(origin.peer());
  }

  @Override
  void ended() {
    origin.leave();
    new ArrayDeque<>(free).forEach(Http2Stream::gone);
  }
}
