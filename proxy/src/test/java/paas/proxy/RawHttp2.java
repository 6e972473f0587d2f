package paas.proxy;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import paas.proxy.http.Bytes;
import paas.proxy.http2.FieldBlock;
import paas.proxy.http2.Frame;

/** A client that sends exactly the frames it is told. Every read has a deadline. */
final class RawHttp2 implements AutoCloseable {
  /** One frame as it came, or the end. */
  record Got(int type, int flags, int stream, String text, List<String> fields) {
    private static final Got END = new Got(-1, 0, 0, "", List.of());

    boolean end() {
      return type < 0;
    }

    boolean last() {
      return (type == Frame.DATA || type == Frame.HEADERS) && (flags & Frame.END_STREAM) != 0;
    }

    /** The number that a reset or a farewell tells. */
    int code() {
      return number(type == Frame.GOAWAY ? 4 : 0);
    }

    int number(int at) {
      return Frame.number(text.getBytes(StandardCharsets.ISO_8859_1), at, 4);
    }

    @Override
    public String toString() {
      return type + " of " + stream + " " + (fields.isEmpty() ? text.length() : fields);
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final FieldBlock decoder = new FieldBlock();
  private Bytes out = new Bytes(256);

  RawHttp2(InetSocketAddress to) throws IOException {
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.connect(to, 5000);
    socket.setSoTimeout(20_000);
    in = new DataInputStream(socket.getInputStream());
    Frame.preface(out);
    Frame.settings(out);
  }

  /** What is sent next. */
  Bytes out() {
    return out;
  }

  RawHttp2 send() throws IOException {
    socket.getOutputStream().write(out.array(), 0, out.size());
    out = new Bytes(256);
    return this;
  }

  /** Fields as a block, every one written out in full: names and values in turn. */
  static Bytes block(String... fields) {
    Bytes block = new Bytes(256);
    for (int i = 0; i < fields.length; i += 2) {
      block.number(0, 1);
      text(block, fields[i]);
      text(block, fields[i + 1]);
    }
    return block;
  }

  private static void text(Bytes block, String text) {
    if (text.length() < 127) {
      block.number(text.length(), 1);
    } else {
      block.number(127, 1);
      int rest = text.length() - 127;
      for (; rest >= 128; rest >>= 7) {
        block.number((rest & 127) | 128, 1);
      }
      block.number(rest, 1);
    }
    block.put(text);
  }

  /** A request's fields, with more of them. */
  static Bytes request(String method, String path, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                ":method", method, ":scheme", "http", ":path", path, ":authority", "shop.test"));
    all.addAll(List.of(more));
    return block(all.toArray(new String[0]));
  }

  /** Asks on a stream, with nothing to follow. */
  RawHttp2 get(int stream, String path, String... more) {
    Frame.fields(out, stream, request("GET", path, more), true);
    return this;
  }

  RawHttp2 data(int stream, String text, boolean last) {
    byte[] b = text.getBytes(StandardCharsets.ISO_8859_1);
    Frame.data(out, stream, b, 0, b.length, last);
    return this;
  }

  /** The next frame, or the end. */
  Got frame() throws IOException {
    byte[] head = new byte[Frame.HEAD];
    try {
      in.readFully(head);
      byte[] payload = in.readNBytes(Frame.number(head, 0, 3));
      List<String> fields = new ArrayList<>();
      if (head[3] == Frame.HEADERS) {
        decoder.decode(
            payload, 0, payload.length, (name, value) -> fields.add(name + ": " + value));
      }
      int stream = Frame.number(head, 5, 4);
      String text = new String(payload, StandardCharsets.ISO_8859_1);
      return new Got(head[3], head[4], stream, text, fields);
    } catch (EOFException | SocketException e) {
      return Got.END;
    }
  }

  /** The next frame that matters to a stream: not settings, windows and pings. */
  Got of(int stream) throws IOException {
    while (true) {
      Got got = frame();
      boolean matters = got.stream() == stream && got.type() != Frame.WINDOW_UPDATE;
      if (matters || got.end() || got.type() == Frame.GOAWAY) {
        return got;
      }
    }
  }

  /** The whole answer: its fields, its text, its trailers, one a line. */
  String answer(int stream) throws IOException {
    StringBuilder all = new StringBuilder();
    while (true) {
      Got got = of(stream);
      if (got.end()) {
        return all + "cut";
      }
      switch (got.type()) {
        case Frame.HEADERS -> all.append(String.join("\n", got.fields())).append('\n');
        case Frame.DATA -> all.append(got.text());
        case Frame.RST_STREAM -> {
          return all + "reset " + got.code();
        }
        default -> {
          return all + "goaway " + got.code();
        }
      }
      if (got.last()) {
        return all.toString();
      }
    }
  }

  /** The farewell, or the end if there is none. */
  Got farewell() throws IOException {
    Got got = frame();
    while (!got.end() && got.type() != Frame.GOAWAY) {
      got = frame();
    }
    return got;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
