package paas.proxy;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import paas.proxy.http.Bytes;
import paas.proxy.http2.TrailerFields;

/**
 * What has come on one stream, as a message of HTTP/1.1 that has not been read yet. The peer's
 * window bounds it.
 */
final class Http2Inbox {
  private static final int KEPT_BUFFER = 1024;

  /** How what comes is to be read. */
  enum In {
    SIZED,
    CHUNKED,
    /** No message any more: a WebSocket. */
    RAW
  }

  private final Bytes bytes = new Bytes(0);
  private int at;
  private In in = In.SIZED;
  private long left;

  /** The last bytes, which would complete a message that is not complete. */
  private int withheld;

  /** Gets ready for another message. */
  void start() {
    in = In.SIZED;
    left = 0;
    withheld = 0;
  }

  /** Where a head is written to; then {@link #follow}. */
  Bytes bytes() {
    return bytes;
  }

  /** The head is written: what follows, and whether nothing does. */
  void follow(In framing, long length, boolean last) {
    in = framing;
    left = Math.max(length, 0);
    withheld = framing == In.SIZED && left == 0 && !last ? bytes.size() - at : 0;
  }

  boolean raw() {
    return in == In.RAW;
  }

  /** Whether the message is as long as was told when it ends here. */
  boolean mayEnd() {
    return in != In.SIZED || left == 0;
  }

  /** More of the body. False: it is not as long as was told. */
  boolean put(byte[] b, int from, int to, boolean last) {
    int length = to - from;
    if (in == In.SIZED) {
      left -= length;
      if (left < 0 || (last && left > 0)) {
        return false;
      }
    }
    if (at > Loop.READ) {
      bytes.drop(at);
      at = 0;
    }
    if (in == In.CHUNKED && length > 0) {
      bytes.hex(length).crlf().put(b, from, length).crlf();
    } else {
      bytes.put(b, from, length);
    }
    if (in == In.SIZED && left == 0) {
      withheld = last ? 0 : Math.max(1, withheld);
    }
    return true;
  }

  /** The end has come. */
  void end(@Nullable TrailerFields fields) {
    withheld = 0;
    if (in == In.CHUNKED) {
      bytes.put("0\r\n");
      if (fields != null) {
        fields.write(bytes);
      }
      bytes.crlf();
    }
  }

  /** How much may be read. */
  int available() {
    return bytes.size() - at - withheld;
  }

  /** Reads what fits; returns how much that was. */
  int read(ByteBuffer into) {
    int count = Math.min(available(), into.remaining());
    if (count > 0) {
      into.put(bytes.array(), at, count);
      at += count;
      if (at == bytes.size()) {
        at = 0;
        bytes.clearAndShrink(KEPT_BUFFER);
      }
    }
    return count;
  }
}
