package paas.proxy.http2;

import java.nio.charset.StandardCharsets;
import paas.proxy.http.Bytes;

/** HTTP/2's frames as they are written, and their numbers. */
public final class Frame {
  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int PRIORITY = 2;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PUSH_PROMISE = 5;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  public static final int WINDOW_UPDATE = 8;
  public static final int CONTINUATION = 9;

  public static final int END_STREAM = 1;
  public static final int ACK = 1;
  public static final int END_HEADERS = 4;
  public static final int PADDED = 8;
  public static final int PRIORITIZED = 32;

  public static final int HEADER_TABLE_SIZE = 1;
  public static final int ENABLE_PUSH = 2;
  public static final int MAX_CONCURRENT_STREAMS = 3;
  public static final int INITIAL_WINDOW_SIZE = 4;
  public static final int MAX_FRAME_SIZE = 5;
  public static final int MAX_HEADER_LIST_SIZE = 6;
  public static final int ENABLE_CONNECT_PROTOCOL = 8;

  /** Bytes before a frame's payload. */
  public static final int HEAD = 9;

  /** The largest payload that everybody has to take, and the largest that we take. */
  public static final int PAYLOAD = 16_384;

  /** The window that both sides begin with. */
  public static final int WINDOW = 65_535;

  /** What a client says first. */
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** As much of it as an HTTP/1.1 parser takes for a request line. */
  private static final int PREFACE_LINE = 16;

  private Frame() {}

  /** Whether {@code b[from, to)} begins with the first line of a client's preface. */
  public static boolean beginsPreface(byte[] b, int from, int to) {
    return to - from >= PREFACE_LINE && isPreface(b, from, from + PREFACE_LINE);
  }

  /** How many bytes a preface has. */
  public static int prefaceBytes() {
    return PREFACE.length;
  }

  /** Whether {@code b[from, to)} is a preface as far as it goes. */
  public static boolean isPreface(byte[] b, int from, int to) {
    int length = Math.min(to - from, PREFACE.length);
    for (int i = 0; i < length; i++) {
      if (b[from + i] != PREFACE[i]) {
        return false;
      }
    }
    return true;
  }

  public static void preface(Bytes out) {
    out.put(PREFACE);
  }

  /** What comes before a payload of {@code length} bytes. */
  public static void head(Bytes out, int length, int type, int flags, int stream) {
    out.number(length, 3).number(type, 1).number(flags, 1).number(stream, 4);
  }

  /** Settings as pairs of identifier and value. */
  public static void settings(Bytes out, int... pairs) {
    head(out, pairs.length * 3, SETTINGS, 0, 0);
    for (int i = 0; i < pairs.length; i += 2) {
      out.number(pairs[i], 2).number(pairs[i + 1], 4);
    }
  }

  public static void settingsAck(Bytes out) {
    head(out, 0, SETTINGS, ACK, 0);
  }

  public static void pong(Bytes out, byte[] b, int at) {
    head(out, 8, PING, ACK, 0);
    out.put(b, at, 8);
  }

  public static void reset(Bytes out, int stream, int code) {
    head(out, 4, RST_STREAM, 0, stream);
    out.number(code, 4);
  }

  public static void goAway(Bytes out, int lastStream, int code) {
    head(out, 8, GOAWAY, 0, 0);
    out.number(lastStream, 4).number(code, 4);
  }

  public static void windowUpdate(Bytes out, int stream, int more) {
    head(out, 4, WINDOW_UPDATE, 0, stream);
    out.number(more, 4);
  }

  public static void data(Bytes out, int stream, byte[] b, int at, int length, boolean last) {
    head(out, length, DATA, last ? END_STREAM : 0, stream);
    out.put(b, at, length);
  }

  /** A whole block of fields, in as many frames as it takes. */
  public static void fields(Bytes out, int stream, Bytes block, boolean last) {
    int at = 0;
    int type = HEADERS;
    do {
      int length = Math.min(PAYLOAD, block.size() - at);
      int end = at + length == block.size() ? END_HEADERS : 0;
      head(out, length, type, end | (type == HEADERS && last ? END_STREAM : 0), stream);
      out.put(block.array(), at, length);
      at += length;
      type = CONTINUATION;
    } while (at < block.size());
  }

  /** The big-endian number of so many bytes. */
  public static int number(byte[] b, int at, int bytes) {
    int value = 0;
    for (int i = 0; i < bytes; i++) {
      value = (value << 8) | (b[at + i] & 255);
    }
    return value;
  }
}
