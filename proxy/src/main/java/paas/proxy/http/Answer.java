package paas.proxy.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One answer's head from a target: parsed, held against the rules, and written anew for the client.
 * Used again and again.
 */
public final class Answer {
  private static final byte[] HTTP_11 = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);
  private static final Set<Field> KEPT =
      EnumSet.complementOf(
          EnumSet.of(
              Field.CONTENT_LENGTH,
              Field.TRANSFER_ENCODING,
              Field.CONNECTION,
              Field.UPGRADE,
              Field.HOP));

  private static final int PARTIAL = 206;

  /** Bytes under which a body becomes hardly shorter. */
  private static final long WORTH = 1024;

  private static final Pattern TEXT =
      Pattern.compile(
          "text/(?!event-stream)|application/([a-z.-]+\\+)?(json|xml|javascript)|application/wasm"
              + "|image/svg\\+xml|font/(ttf|otf)",
          Pattern.CASE_INSENSITIVE);
  private static final String CONTENT_TYPE = "content-type";
  private static final String EVENTS = "text/event-stream";

  private final Head head;
  private Body.Framing framing = Body.Framing.NONE;
  private long length;
  private boolean tellsLength;
  private boolean keepAlive;

  public Answer(int maxHeadBytes, int maxFields) {
    head = new Head(maxHeadBytes, maxFields);
  }

  /**
   * Parses and checks the head at {@code b[from, to)}. Returns where the body starts, or -1 while
   * more is needed.
   */
  public int parse(byte[] b, int from, int to, boolean toHead) throws BadMessage {
    int end = head.parseAnswer(b, from, to);
    if (end >= 0) {
      int size = head.only(Field.CONTENT_LENGTH);
      length = size < 0 ? 0 : head.length(size);
      framing = framing(size >= 0, toHead);
      tellsLength = size >= 0 && status() != 204 && status() >= 200;
      int options = head.connectionOptions();
      keepAlive =
          (head.version11() ? (options & Head.CLOSE) == 0 : (options & Head.KEEP_ALIVE) != 0)
              && framing != Body.Framing.UNTIL_CLOSE;
    }
    return end;
  }

  public int status() {
    return head.status();
  }

  /** Shows every field, those of the connection too. */
  public void each(Head.Each each) {
    head.each(each);
  }

  public boolean interim() {
    return status() < 200 && status() != 101;
  }

  /** Whether it answers an upgrade to a WebSocket, and only that. */
  public boolean switchesToWebSocket() throws BadMessage {
    int index = head.only(Field.UPGRADE);
    return status() == 101
        && index >= 0
        && head.is(head.valueAt[index], head.valueEnd[index], "websocket");
  }

  /** Whether it is a stream of server-sent events. */
  public boolean isEventStream() {
    for (int i = 0; i < head.count; i++) {
      if (head.nameEnd[i] - head.nameAt[i] == CONTENT_TYPE.length()
          && head.is(head.nameAt[i], head.nameEnd[i], CONTENT_TYPE)) {
        int end = Math.min(head.valueEnd[i], head.valueAt[i] + EVENTS.length());
        return head.is(head.valueAt[i], end, EVENTS);
      }
    }
    return false;
  }

  public Body.Framing bodyFraming() {
    return framing;
  }

  public long bodyLength() {
    return length;
  }

  /** Whether the target's connection may carry another request once the body is read. */
  public boolean keepAlive() {
    return keepAlive;
  }

  /** Writes an interim answer (100, 103). */
  public void writeInterim(Bytes out) {
    start(out);
    out.crlf();
  }

  /** Writes the switch to a WebSocket. */
  public void writeSwitch(Bytes out) {
    start(out);
    out.put("Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  }

  /**
   * Writes a final answer's head.
   *
   * @param chunked whether the body is sent to the client in chunks
   * @param close whether the client is told that its connection ends with this answer
   * @param cookies header lines of the proxy's own
   * @param fields more of them
   */
  public void write(Bytes out, boolean chunked, boolean close, byte[] cookies, byte[] fields) {
    start(out);
    out.put(cookies).put(fields);
    if (chunked) {
      out.put("Transfer-Encoding: chunked\r\n");
    } else if (tellsLength) {
      out.put("Content-Length: ").decimal(length).crlf();
    }
    if (close) {
      out.put("Connection: close\r\n");
    }
    out.crlf();
  }

  /**
   * Writes a final answer's head for a text that may be compressed.
   *
   * @param packed whether it is: then its length is not known, and its bytes are not those that the
   *     target's own tag stands for
   * @param vary a header line
   */
  public void write(
      Bytes out,
      boolean chunked,
      boolean close,
      byte[] cookies,
      byte[] fields,
      boolean packed,
      byte[] vary) {
    if (!packed) {
      write(out, chunked, close, cookies, joined(vary, fields));
      return;
    }
    line(out);
    for (int i = 0; i < head.count; i++) {
      boolean kept = head.field[i] == Field.OTHER || KEPT.contains(head.field[i]);
      boolean tag = head.is(head.nameAt[i], head.nameEnd[i], "etag");
      if (tag && head.bytes[head.valueAt[i]] == '"') {
        out.put("ETag: W/").put(head.bytes, head.valueAt[i], head.valueEnd[i] - head.valueAt[i]);
        out.crlf();
      } else if (kept && !head.is(head.nameAt[i], head.nameEnd[i], "accept-ranges")) {
        out.put(head.bytes, head.nameAt[i], head.lineEnd[i] - head.nameAt[i]);
      }
    }
    out.put(cookies).put(fields).put(vary);
    out.put("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n");
    if (close) {
      out.put("Connection: close\r\n");
    }
    out.crlf();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /**
   * Whether its body is a text that is worth compressing: whole, not encoded yet, not tiny, no
   * events, and nobody forbids it.
   */
  public boolean isText() {
    if (framing == Body.Framing.NONE
        || status() == PARTIAL
        || (framing == Body.Framing.LENGTH && length < WORTH)
        || head.first("content-encoding") >= 0
        || head.first("content-range") >= 0) {
      return false;
    }
    int control = head.first("cache-control");
    if (control >= 0 && head.value(control).contains("no-transform")) {
      return false;
    }
    int type = head.first(CONTENT_TYPE);
    return type >= 0 && TEXT.matcher(head.value(type)).lookingAt();
  }

  private void line(Bytes out) {
    out.put(HTTP_11).put(head.bytes, head.secondAt, head.secondEnd - head.secondAt).put(" ");
    out.put(head.bytes, head.thirdAt, head.thirdEnd - head.thirdAt).crlf();
  }

  private void start(Bytes out) {
    line(out);
    head.copy(out, KEPT);
  }

  private Body.Framing framing(boolean sized, boolean toHead) throws BadMessage {
    int encoding = head.only(Field.TRANSFER_ENCODING);
    if (encoding >= 0) {
      boolean plain = head.is(head.valueAt[encoding], head.valueEnd[encoding], "chunked");
      if (sized || !plain || !head.version11()) {
        throw new BadMessage("an answer whose transfer-encoding is ambiguous");
      }
    }
    int status = status();
    if (status < 100) {
      throw new BadMessage("a status under 100");
    }
    if (toHead || status < 200 || status == 204 || status == 304) {
      return Body.Framing.NONE;
    }
    if (encoding >= 0) {
      return Body.Framing.CHUNKED;
    }
    return sized ? Body.Framing.LENGTH : Body.Framing.UNTIL_CLOSE;
  }
}
