package paas.engine.docker;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One frame of HTTP/2 (RFC 9113), without the padding and the priority that it may have.
 *
 * @param stream 0 for the connection itself
 */
record Frame(int type, int flags, int stream, ByteBuffer payload) {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int ACK = 1;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  /** What either side may send in one frame, as long as the other does not allow more. */
  static final int LONGEST = 16 << 10;

  private static final int PADDED = 8;
  private static final int PRIORITY = 0x20;
  private static final int PRIORITY_BYTES = 5;
  private static final int HEAD = 9;

  /** Waits for the next one. */
  static Frame read(DataInputStream in) throws IOException {
    int first = in.readInt();
    int length = first >>> 8;
    int flags = in.readUnsignedByte();
    int stream = in.readInt() & Integer.MAX_VALUE;
    if (length > LONGEST) {
      throw new IOException("a frame of " + length + " bytes");
    }
    ByteBuffer payload = ByteBuffer.wrap(in.readNBytes(length));
    if (payload.remaining() < length) {
      throw new EOFException();
    }
    int type = first & 0xff;
    boolean framed = type == DATA || type == HEADERS;
    return new Frame(type, flags, stream, framed ? bare(type, flags, payload) : payload);
  }

  private static ByteBuffer bare(int type, int flags, ByteBuffer rest) throws IOException {
    int padding = (flags & PADDED) == 0 ? 0 : rest.get() & 0xff;
    int priority = type == HEADERS && (flags & PRIORITY) != 0 ? PRIORITY_BYTES : 0;
    int length = rest.remaining() - priority - padding;
    if (length < 0) {
      throw new IOException("a frame of padding alone");
    }
    return rest.slice(rest.position() + priority, length);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  byte[] bytes() {
    return ByteBuffer.allocate(HEAD + payload.remaining())
        .putInt((payload.remaining() << 8) | type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload.duplicate())
        .array();
  }
}
