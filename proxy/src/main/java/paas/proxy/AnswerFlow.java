package paas.proxy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import paas.proxy.http.Answer;
import paas.proxy.http.BadMessage;
import paas.proxy.http.Body;
import paas.proxy.http.EventStream;
import paas.proxy.http.Gzip;

/**
 * One answer on its way from the target to the client: interim heads, the final head, the body in
 * the client's framing.
 */
final class AnswerFlow {
  /** What a read came to. */
  enum Progress {
    MORE,
    /** The client does not take more right now. */
    BLOCKED,
    COMPLETE,
    /** The target agreed to a WebSocket. */
    SWITCHED,
    /** The target does not keep to HTTP. */
    BAD,
    /** The target's connection ended before the answer did. */
    CUT,
    CLIENT_GONE
  }

  /** Whether the app's texts are compressed, and the client's wish. */
  private enum Packing {
    OFF,
    UNWANTED,
    WANTED
  }

  private static final byte[] NOTHING = {};
  private static final byte[] VARY =
      "Vary: Accept-Encoding\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Downstream client;
  private final Loop loop;
  private final Facts facts;
  private final Body body = new Body();
  private boolean toHead;
  private boolean version11;
  private boolean webSocket;
  private boolean begun;
  private boolean chunked;
  private boolean keepTarget;
  private boolean closesClient;
  private boolean leaving;
  private @Nullable EventStream events;
  private Packing packing = Packing.OFF;
  private @Nullable Gzip gzip;
  private byte[] fields = NOTHING;
  private byte[] cookies = NOTHING;

  AnswerFlow(Downstream client, Facts facts) {
    this.client = client;
    this.facts = facts;
    loop = client.loop;
  }

  /**
   * Gets ready for the answer to another request.
   *
   * @param webSocket whether the request asked for one
   */
  void start(boolean toHead, boolean version11, boolean webSocket) {
    this.toHead = toHead;
    this.version11 = version11;
    this.webSocket = webSocket;
    begun = false;
    keepTarget = false;
    closesClient = false;
    leaving = false;
    events = null;
    packing = Packing.OFF;
    fields = NOTHING;
    cookies = NOTHING;
  }

  /** Header lines for the final head, beside the target's. */
  void alsoSay(byte[] lines) {
    fields = lines;
  }

  /** Header lines for the final head that take the place of the last ones. */
  void cookies(byte[] lines) {
    cookies = lines;
  }

  /**
   * Compresses the body, if it is a text.
   *
   * @param accepted whether the client takes gzip; caches are told in any case that it depends
   */
  void compress(boolean accepted) {
    packing = accepted && version11 ? Packing.WANTED : Packing.UNWANTED;
  }

  /** The exchange is over. */
  void end() {
    Gzip used = gzip;
    gzip = null;
    if (used != null) {
      loop.gzips.give(used);
    }
  }

  /** Whether the client was sent the final head. */
  boolean begun() {
    return begun;
  }

  /** Whether the target's connection can serve another request. */
  boolean keepTarget() {
    return keepTarget;
  }

  /**
   * Whether the client was told that its connection ends, or only learns the end of the answer from
   * that.
   */
  boolean closesClient() {
    return closesClient;
  }

  /**
   * Reads once and passes on what came.
   *
   * @param keepClient whether the client's connection can go on after a complete answer
   */
  Progress read(Upstream from, boolean keepClient) throws IOException {
    int have = from.carry.size();
    System.arraycopy(from.carry.array(), 0, loop.in, 0, have);
    int count = from.wire.read(loop.input(have));
    if (count == 0) {
      return Progress.MORE;
    }
    loop.out.clear();
    try {
      if (count < 0) {
        return ended();
      }
      return begun ? body(0, count) : head(from, have + count, keepClient);
    } catch (BadMessage e) {
      keepTarget = false;
      return Progress.BAD;
    }
  }

  private Progress ended() {
    keepTarget = false;
    if (!begun) {
      return Progress.CUT;
    }
    body.closed();
    if (!body.done()) {
      return Progress.CUT;
    }
    if (gzip != null) {
      return send(gzip.pass(NOTHING, 0, 0, true, loop.out));
    }
    if (chunked) {
      loop.out.put(LAST_CHUNK);
    }
    return send(0);
  }

  private Progress head(Upstream from, int end, boolean keepClient) throws BadMessage {
    Answer answer = loop.answer;
    int at = 0;
    while (true) {
      int next = answer.parse(loop.in, at, end, toHead);
      if (next < 0) {
        from.carry.clear();
        from.carry.put(loop.in, at, end - at);
        return send(0);
      }
      if (!answer.interim()) {
        from.carry.clearAndShrink(1024);
        if (answer.status() == 101) {
          from.carry.put(loop.in, next, end - next);
        }
        return begin(answer, next, end, keepClient);
      }
      if (version11) {
        answer.writeInterim(loop.out);
      }
      at = next;
    }
  }

  private Progress begin(Answer answer, int at, int end, boolean keepClient) throws BadMessage {
    facts.status = answer.status();
    if (answer.status() == 101) {
      if (!webSocket || !answer.switchesToWebSocket()) {
        throw new BadMessage("a switch of protocols that was not asked for");
      }
      begun = true;
      answer.writeSwitch(loop.out);
      Progress sent = send(0);
      return sent == Progress.CLIENT_GONE ? sent : Progress.SWITCHED;
    }
    begun = true;
    body.start(answer.bodyFraming(), answer.bodyLength());
    if (client.multiplexed) {
      body.keepTrailers();
    }
    keepTarget = answer.keepAlive();
    boolean unsized =
        body.framing() == Body.Framing.CHUNKED || body.framing() == Body.Framing.UNTIL_CLOSE;
    chunked = unsized && version11;
    closesClient = !keepClient || (unsized && !version11);
    events = unsized && answer.isEventStream() ? new EventStream() : null;
    if (packing == Packing.OFF || !answer.isText()) {
      answer.write(loop.out, chunked, closesClient, cookies, fields);
    } else {
      pack(answer);
    }
    return body(at, end);
  }

  private void pack(Answer answer) {
    boolean packs = packing == Packing.WANTED && !body.done();
    if (packs) {
      gzip = loop.gzips.take();
      chunked = true;
    }
    answer.write(loop.out, chunked, closesClient, cookies, fields, packs, VARY);
  }

  /** Ends the answer cleanly once an event has ended, for the target would never end it. */
  void leave() {
    leaving = true;
  }

  /** Whether these are events, which the target sends for ever. */
  boolean neverEnds() {
    return events != null;
  }

  /** Ends the answer if it is to end and may; the target's connection is of no further use then. */
  boolean left() throws IOException {
    if (!leaving || events == null || !events.betweenEvents()) {
      return false;
    }
    keepTarget = false;
    if (chunked) {
      client.wire.send(LAST_CHUNK, 0, LAST_CHUNK.length);
    }
    return true;
  }

  private Progress body(int at, int end) throws BadMessage {
    int rest = body.take(loop.in, at, end);
    if (rest < end) {
      keepTarget = false;
    }
    if (events != null) {
      events.pass(loop.in, body.dataAt(), body.dataEnd());
    }
    if (gzip != null) {
      return send(gzip.pass(loop.in, body.dataAt(), body.dataEnd(), body.done(), loop.out));
    }
    int length = body.dataEnd() - body.dataAt();
    if (loop.out.size() == 0 && !chunked) {
      // Nothing comes before it or after it: it is sent from where it lies.
      return send(loop.in, body.dataAt(), length, length);
    }
    body.encode(loop.in, loop.out, chunked);
    return send(length);
  }

  private Progress send(int bodyBytes) {
    return send(loop.out.array(), 0, loop.out.size(), bodyBytes);
  }

  private Progress send(byte[] from, int at, int length, int bodyBytes) {
    boolean all = true;
    try {
      if (length > 0) {
        all = client.wire.send(from, at, length);
      }
    } catch (IOException e) {
      return Progress.CLIENT_GONE;
    }
    facts.bytes += bodyBytes;
    if (begun && body.done()) {
      return Progress.COMPLETE;
    }
    return all ? Progress.MORE : Progress.BLOCKED;
  }
}
