package paas.proxy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import paas.proxy.http.Bytes;
import paas.proxy.http2.FieldBlock;
import paas.proxy.http2.FieldWriter;
import paas.proxy.http2.Frame;
import paas.proxy.http2.Http2Error;

/**
 * One HTTP/2 connection: takes frames apart and puts them together, keeps the windows, and has no
 * patience with floods. What the streams carry it does not know.
 */
abstract class Http2Connection implements Wire.Events {
  /** What one stream, and all of them together, may have sent that nobody has taken yet. */
  static final int STREAM_WINDOW = 1 << 18;

  private static final int WINDOW = 1 << 20;

  /** What a peer costs us with a request that it takes back, or that we have to. */
  static final int RESET_COST = 5;

  /** What a peer remembers of our blocks unless it says otherwise. */
  private static final int TABLE_BYTES = 4096;

  private static final int MOST_BLOCK = 1 << 17;
  private static final long STUCK = TimeUnit.SECONDS.toNanos(55);

  final Loop loop;
  final Wire wire;
  final Http2Desk desk;
  final FieldBlock decoder = new FieldBlock();
  final Patience patience;
  final Http2Sender sender;
  final Map<Integer, Http2Stream> streams = new HashMap<>();

  private final Bytes carry = new Bytes(0);
  private final Credit credit = new Credit(WINDOW, WINDOW);
  private final Bytes block = new Bytes(0);
  private int blockStream;
  private boolean blockLast;
  private boolean greeted;

  /** Whether the peer wants to hear that our compression remembers nothing. */
  private boolean forgetful;

  private boolean open = true;

  /** Since when something is awaited that must not take long: the rest of a block, or settings. */
  private long unfinishedSince = System.nanoTime();

  private int peerWindow = Frame.WINDOW;

  Http2Connection(Loop loop, Wire wire, Patience patience) {
    this.loop = loop;
    this.wire = wire;
    this.patience = patience;
    desk = loop.http2();
    sender = new Http2Sender(loop, wire, patience);
    wire.give(this);
    loop.add(this);
  }

  /** Allows the peer the whole window: part of what is said first. */
  final void widen() {
    Frame.windowUpdate(sender.out, 0, WINDOW - Frame.WINDOW);
  }

  /** A whole block of fields has come. */
  abstract void fields(int stream, byte[] b, int from, int to, boolean last) throws Http2Error;

  /** Whether the peer could have used a stream of this number already. */
  abstract boolean known(int stream);

  /**
   * The peer takes no new streams.
   *
   * @param lastStream the highest that it looked at
   */
  abstract void goneAway(int lastStream);

  /** The connection is over. */
  abstract void ended();

  /** The peer has used up our patience. */
  abstract void flooded();

  /** The highest number of the peer's streams. */
  abstract int lastStream();

  final boolean open() {
    return open;
  }

  /** Begins a block of ours. */
  final void beginBlock(Bytes to) {
    to.clear();
    if (forgetful) {
      forgetful = false;
      FieldWriter.noTable(to);
    }
  }

  final int peerWindow() {
    return peerWindow;
  }

  // ---- What comes

  @Override
  public final void readable() throws IOException {
    int have = carry.size();
    System.arraycopy(carry.array(), 0, desk.in, 0, have);
    int count = wire.read(desk.input(have));
    if (count < 0) {
      close();
    } else if (count > 0) {
      take(have + count);
    }
  }

  /** Takes what the desk's input array holds up to {@code end}. */
  final void take(int end) {
    try {
      carry.clear();
      int at = first(desk.in, end);
      while (open && at >= 0 && end - at >= Frame.HEAD) {
        int length = Frame.number(desk.in, at, 3);
        if (length > Frame.PAYLOAD) {
          throw new Http2Error(Http2Error.FRAME_SIZE, "a frame that is too large");
        }
        if (end - at < Frame.HEAD + length) {
          break;
        }
        frame(desk.in, at, at + Frame.HEAD, at + Frame.HEAD + length);
        at += Frame.HEAD + length;
      }
      if (open) {
        carry.put(desk.in, Math.max(at, 0), end - Math.max(at, 0));
      }
    } catch (Http2Error e) {
      leave(e.code());
      return;
    }
    sender.work();
  }

  /** Where the frames begin; -1 when more has to come before. */
  int first(byte[] b, int end) throws Http2Error {
    return 0;
  }

  private void frame(byte[] b, int head, int from, int to) throws Http2Error {
    int type = b[head + 3];
    int flags = b[head + 4] & 255;
    int stream = Frame.number(b, head + 5, 4) & Integer.MAX_VALUE;
    if (blockStream != 0 && (type != Frame.CONTINUATION || stream != blockStream)) {
      throw new Http2Error(Http2Error.PROTOCOL, "something within a block of fields");
    }
    if (!greeted && (type != Frame.SETTINGS || (flags & Frame.ACK) != 0)) {
      throw new Http2Error(Http2Error.PROTOCOL, "no settings first");
    }
    switch (type) {
      case Frame.DATA -> data(b, from, to, flags, of(stream));
      case Frame.HEADERS -> headers(b, from, to, flags, of(stream));
      case Frame.CONTINUATION -> continuation(b, from, to, flags, stream);
      case Frame.SETTINGS -> settings(b, from, to, flags, stream);
      case Frame.WINDOW_UPDATE -> windowUpdate(b, from, to, stream);
      case Frame.RST_STREAM -> reset(to - from, of(stream));
      case Frame.PING -> ping(b, from, to, flags, stream);
      case Frame.GOAWAY -> {
        nuisance(1);
        goneAway(to - from < 8 ? 0 : Frame.number(b, from, 4) & Integer.MAX_VALUE);
      }
      case Frame.PUSH_PROMISE -> throw new Http2Error(Http2Error.PROTOCOL, "a push");
      default -> nuisance(1);
    }
  }

  private static int of(int stream) throws Http2Error {
    if (stream == 0) {
      throw new Http2Error(Http2Error.PROTOCOL, "a frame without its stream");
    }
    return stream;
  }

  /** Something that the peer need not have done. */
  final void nuisance(int cost) throws Http2Error {
    if (!patience.spend(cost)) {
      flooded();
      throw new Http2Error(Http2Error.CALM_DOWN, "a flood");
    }
  }

  private static int padding(byte[] b, int from, int to, int flags) throws Http2Error {
    int length = (flags & Frame.PADDED) == 0 ? 0 : from < to ? (b[from] & 255) + 1 : 1;
    if (length > to - from) {
      throw new Http2Error(Http2Error.PROTOCOL, "more padding than frame");
    }
    return length;
  }

  private void data(byte[] b, int from, int to, int flags, int id) throws Http2Error {
    int padding = padding(b, from, to, flags);
    int at = padding == 0 ? from : from + 1;
    int end = at + (to - from - padding);
    boolean last = (flags & Frame.END_STREAM) != 0;
    if (!credit.take(to - from)) {
      throw new Http2Error(Http2Error.FLOW_CONTROL, "more than the window");
    }
    if (!known(id)) {
      throw new Http2Error(Http2Error.PROTOCOL, "data of no stream");
    }
    if (at == end && !last) {
      nuisance(2);
    }
    Http2Stream stream = streams.get(id);
    if (stream == null) {
      nuisance(1);
      used(to - from);
    } else {
      stream.data(b, at, end, padding, last);
    }
  }

  /** So much of what came was used up. */
  final void used(int bytes) {
    int more = credit.use(bytes);
    if (more > 0 && open) {
      Frame.windowUpdate(sender.out, 0, more);
      sender.schedule();
    }
  }

  private void headers(byte[] b, int from, int to, int flags, int stream) throws Http2Error {
    int padding = padding(b, from, to, flags);
    int at = padding == 0 ? from : from + 1;
    int end = at + (to - from - padding);
    if ((flags & Frame.PRIORITIZED) != 0) {
      at += 5;
      if (at > end) {
        throw new Http2Error(Http2Error.FRAME_SIZE, "a priority that is cut short");
      }
    }
    boolean last = (flags & Frame.END_STREAM) != 0;
    if ((flags & Frame.END_HEADERS) != 0) {
      fields(stream, b, at, end, last);
      return;
    }
    unfinishedSince = System.nanoTime();
    blockStream = stream;
    blockLast = last;
    block.clear();
    block.put(b, at, end - at);
  }

  private void continuation(byte[] b, int from, int to, int flags, int stream) throws Http2Error {
    nuisance(1);
    if (blockStream == 0 || block.size() + to - from > MOST_BLOCK) {
      throw new Http2Error(
          blockStream == 0 ? Http2Error.PROTOCOL : Http2Error.CALM_DOWN, "too much of a block");
    }
    block.put(b, from, to - from);
    if ((flags & Frame.END_HEADERS) != 0) {
      blockStream = 0;
      fields(stream, block.array(), 0, block.size(), blockLast);
      block.clearAndShrink(0);
    }
  }

  private void settings(byte[] b, int from, int to, int flags, int stream) throws Http2Error {
    boolean ack = (flags & Frame.ACK) != 0;
    if (stream != 0 || (to - from) % 6 != 0 || (ack && to > from)) {
      throw new Http2Error(stream == 0 ? Http2Error.FRAME_SIZE : Http2Error.PROTOCOL, "settings");
    }
    greeted = true;
    nuisance(1 + (to - from) / 60);
    if (ack) {
      return;
    }
    for (int at = from; at < to; at += 6) {
      int value = Frame.number(b, at + 2, 4);
      switch (Frame.number(b, at, 2)) {
        case Frame.INITIAL_WINDOW_SIZE -> peerWindow(value);
        case Frame.HEADER_TABLE_SIZE -> forgetful |= value >= 0 && value < TABLE_BYTES;
        case Frame.MAX_FRAME_SIZE -> {
          if (value < Frame.PAYLOAD || value > 0xffffff) {
            throw new Http2Error(Http2Error.PROTOCOL, "a size of frames that may not be");
          }
        }
        case Frame.ENABLE_PUSH -> {
          if (value < 0 || value > 1) {
            throw new Http2Error(Http2Error.PROTOCOL, "neither push nor no push");
          }
        }
        // Others ask for what is not done here, or allow more than is needed.
        default -> {}
      }
    }
    Frame.settingsAck(sender.out);
  }

  private void peerWindow(int window) throws Http2Error {
    if (window < 0) {
      throw new Http2Error(Http2Error.FLOW_CONTROL, "a window that is too large");
    }
    int more = window - peerWindow;
    peerWindow = window;
    for (Http2Stream stream : all()) {
      if (!stream.widen(more)) {
        throw new Http2Error(Http2Error.FLOW_CONTROL, "a window that is too large");
      }
    }
  }

  private void windowUpdate(byte[] b, int from, int to, int id) throws Http2Error {
    nuisance(1);
    int more = to - from == 4 ? Frame.number(b, from, 4) & Integer.MAX_VALUE : 0;
    if (to - from != 4 || !known(id)) {
      throw new Http2Error(Http2Error.FRAME_SIZE, "a window's update that is none");
    }
    if (id == 0) {
      sender.widen(more);
      return;
    }
    Http2Stream stream = streams.get(id);
    if (stream != null && (more == 0 || !stream.widen(more))) {
      nuisance(RESET_COST);
      stream.abandon(more == 0 ? Http2Error.PROTOCOL : Http2Error.FLOW_CONTROL);
    }
  }

  private void reset(int length, int id) throws Http2Error {
    if (length != 4 || !known(id)) {
      throw new Http2Error(
          length == 4 ? Http2Error.PROTOCOL : Http2Error.FRAME_SIZE, "a reset of no stream");
    }
    nuisance(RESET_COST);
    Http2Stream stream = streams.remove(id);
    if (stream != null) {
      stream.gone();
    }
  }

  private void ping(byte[] b, int from, int to, int flags, int stream) throws Http2Error {
    if (stream != 0 || to - from != 8) {
      throw new Http2Error(
          stream == 0 ? Http2Error.FRAME_SIZE : Http2Error.PROTOCOL, "a ping that is none");
    }
    nuisance(1);
    if ((flags & Frame.ACK) == 0) {
      Frame.pong(sender.out, b, from);
    }
  }

  // ---- The end

  @Override
  public final void drained() {
    sender.drained();
  }

  @Override
  public final void broken(Exception why) {
    close();
  }

  void tick(long now) {
    boolean late = (!greeted || blockStream != 0) && now - unfinishedSince > headNanos();
    boolean stuck = !wire.flushed() && !wire.movingSince(now - STUCK);
    if (late || stuck) {
      close();
    }
  }

  final long headNanos() {
    return loop.shared.settings.clients().head().toNanos();
  }

  /** Says why and closes. */
  final void leave(int code) {
    if (open) {
      Frame.goAway(sender.out, lastStream(), code);
      sender.flush();
      wire.part();
      close();
    }
  }

  final void close() {
    if (open) {
      open = false;
      loop.remove(this);
      wire.close();
      List<Http2Stream> left = all();
      streams.clear();
      left.forEach(Http2Stream::gone);
      ended();
    }
  }

  /** Both sides of the stream are through. */
  void over(Http2Stream stream) {
    streams.remove(stream.id, stream);
  }

  private List<Http2Stream> all() {
    return new ArrayList<>(streams.values());
  }
}
