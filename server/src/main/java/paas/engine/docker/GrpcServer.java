package paas.engine.docker;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http2.hpack.HPackDecoder;

/**
 * Answers short calls of gRPC on one connection, one after the other: as much of HTTP/2 as Docker
 * speaks to ask a build's session something.
 */
final class GrpcServer {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int TABLE = 4096;
  private static final int WINDOW = 65_535;
  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int PREFIX = 5;
  private static final int LONGEST_CALL = 64 << 10;
  private static final int MOST_CALLS = 100;

  /** {@code :status: 200} of the static table. */
  private static final byte STATUS_200 = (byte) 0x88;

  private static final int NOT_FOUND = 5;
  private static final int UNIMPLEMENTED = 12;

  private final DataInputStream in;
  private final OutputStream out;
  private final BiFunction<String, ByteBuffer, Answer> calls;
  private final HPackDecoder heads = new HPackDecoder(TABLE, StandardCharsets.US_ASCII);
  private final Map<Integer, Call> open = new HashMap<>();
  private final Deque<Reply> waiting = new ArrayDeque<>();
  private long window = WINDOW;
  private int initial = WINDOW;

  /** What a method answers. */
  sealed interface Answer {
    record Message(ByteBuffer bytes) implements Answer {}

    record NotFound() implements Answer {}

    record Unknown() implements Answer {}
  }

  /** One that is being received. */
  private static final class Call {
    final String method;
    byte[] body = new byte[0];

    Call(String method) {
      this.method = method;
    }
  }

  /** One that waits for the other side to have room for it. */
  private static final class Reply {
    final int stream;
    final ByteBuffer rest;
    long window;

    Reply(int stream, ByteBuffer message, long window) {
      this.stream = stream;
      this.rest =
          ByteBuffer.allocate(PREFIX + message.remaining())
              .put((byte) 0)
              .putInt(message.remaining())
              .put(message.duplicate())
              .flip();
      this.window = window;
    }
  }

  /**
   * @param calls is given the path of a method and its message
   */
  GrpcServer(InputStream in, OutputStream out, BiFunction<String, ByteBuffer, Answer> calls) {
    this.in = new DataInputStream(in);
    this.out = out;
    this.calls = calls;
  }

  /** Serves until the other side is done, or the connection is closed. */
  void serve() throws IOException {
    if (!Arrays.equals(in.readNBytes(PREFACE.length), PREFACE)) {
      throw new IOException("what speaks there is no HTTP/2");
    }
    send(Frame.SETTINGS, 0, 0);
    Frame frame;
    do {
      frame = Frame.read(in);
      take(frame);
      flush();
    } while (frame.type() != Frame.GOAWAY);
  }

  private void take(Frame frame) throws IOException {
    switch (frame.type()) {
      case Frame.SETTINGS -> settings(frame);
      case Frame.PING -> {
        if (!frame.has(Frame.ACK)) {
          send(Frame.PING, Frame.ACK, 0, frame.payload());
        }
      }
      case Frame.HEADERS -> begin(frame);
      case Frame.DATA -> data(frame);
      case Frame.WINDOW_UPDATE -> room(frame.stream(), frame.payload().getInt());
      case Frame.CONTINUATION -> throw new IOException("a head of several frames");
      default -> {}
    }
  }

  private void settings(Frame frame) throws IOException {
    if (frame.has(Frame.ACK)) {
      return;
    }
    ByteBuffer pairs = frame.payload();
    while (pairs.remaining() >= Short.BYTES + Integer.BYTES) {
      int name = pairs.getShort();
      int value = pairs.getInt();
      if (name == INITIAL_WINDOW_SIZE) {
        long more = (long) value - initial;
        waiting.forEach(reply -> reply.window += more);
        initial = value;
      }
    }
    send(Frame.SETTINGS, Frame.ACK, 0);
  }

  private void begin(Frame frame) throws IOException {
    if (!frame.has(Frame.END_HEADERS) || open.size() == MOST_CALLS) {
      throw new IOException("more than this can serve");
    }
    try {
      Optional<String> path =
          heads.decodeHeaders(frame.payload()).stream()
              .filter(header -> header.getName().equals(":path"))
              .map(org.apache.hc.core5.http.Header::getValue)
              .findFirst();
      open.put(frame.stream(), new Call(path.orElse("")));
    } catch (HttpException e) {
      throw new IOException(e);
    }
    if (frame.has(Frame.END_STREAM)) {
      end(frame.stream());
    }
  }

  private void data(Frame frame) throws IOException {
    Call call = open.get(frame.stream());
    int length = frame.payload().remaining();
    if (length > 0) {
      send(Frame.WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    }
    if (call == null) {
      return;
    }
    if (call.body.length + length > LONGEST_CALL) {
      throw new IOException("a call that is too long");
    }
    call.body =
        ByteBuffer.allocate(call.body.length + length).put(call.body).put(frame.payload()).array();
    if (frame.has(Frame.END_STREAM)) {
      end(frame.stream());
    }
  }

  private void end(int stream) throws IOException {
    Call call = open.remove(stream);
    if (call == null) {
      return;
    }
    int prefix = Math.min(PREFIX, call.body.length);
    ByteBuffer message = ByteBuffer.wrap(call.body, prefix, call.body.length - prefix).slice();
    switch (calls.apply(call.method, message)) {
      case Answer.Message(ByteBuffer bytes) -> {
        send(Frame.HEADERS, Frame.END_HEADERS, stream, head());
        waiting.add(new Reply(stream, bytes, initial));
      }
      case Answer.NotFound _ -> fail(stream, NOT_FOUND);
      case Answer.Unknown _ -> fail(stream, UNIMPLEMENTED);
    }
  }

  private void fail(int stream, int status) throws IOException {
    byte[] head = head();
    byte[] end = field("grpc-status", String.valueOf(status));
    byte[] both = ByteBuffer.allocate(head.length + end.length).put(head).put(end).array();
    send(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, stream, both);
  }

  private void room(int stream, int more) {
    if (stream == 0) {
      window += more;
    }
    waiting.stream().filter(r -> r.stream == stream).forEach(reply -> reply.window += more);
  }

  private void flush() throws IOException {
    while (!waiting.isEmpty()) {
      Reply reply = waiting.getFirst();
      long room = Math.min(Math.min(window, reply.window), Frame.LONGEST);
      int length = (int) Math.min(room, reply.rest.remaining());
      if (length <= 0) {
        return;
      }
      byte[] part = new byte[length];
      reply.rest.get(part);
      send(Frame.DATA, 0, reply.stream, part);
      window -= length;
      reply.window -= length;
      if (!reply.rest.hasRemaining()) {
        waiting.removeFirst();
        byte[] fine = field("grpc-status", "0");
        send(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, reply.stream, fine);
      }
    }
  }

  private static byte[] head() {
    byte[] type = field("content-type", "application/grpc");
    return ByteBuffer.allocate(1 + type.length).put(STATUS_200).put(type).array();
  }

  /** A short field, literal and not to be remembered. */
  private static byte[] field(String name, String value) {
    return ByteBuffer.allocate(3 + name.length() + value.length())
        .put((byte) 0)
        .put((byte) name.length())
        .put(name.getBytes(StandardCharsets.US_ASCII))
        .put((byte) value.length())
        .put(value.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  private void send(int type, int flags, int stream, byte... payload) throws IOException {
    send(type, flags, stream, ByteBuffer.wrap(payload));
  }

  private void send(int type, int flags, int stream, ByteBuffer payload) throws IOException {
    out.write(new Frame(type, flags, stream, payload).bytes());
    out.flush();
  }
}
