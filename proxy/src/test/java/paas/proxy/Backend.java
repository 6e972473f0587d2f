package paas.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A target made by hand: gives every request, as it came on the wire, to a handler that writes raw
 * bytes.
 */
final class Backend implements AutoCloseable {
  /** One request: its head as text, its body as the wire frames it, and the socket. */
  record Call(String head, InputStream in, OutputStream out, Socket socket) {
    String line() {
      return head.substring(0, head.indexOf("\r\n"));
    }

    List<String> all(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return head.lines()
          .skip(1)
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).trim())
          .toList();
    }

    void write(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    void ok(String body) throws IOException {
      write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** Reads the body by its framing. */
    byte[] body() throws IOException {
      if (!all("transfer-encoding").isEmpty()) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        while (true) {
          int size = Integer.parseInt(readLine(in), 16);
          data.write(in.readNBytes(size));
          readLine(in);
          if (size == 0) {
            return data.toByteArray();
          }
        }
      }
      List<String> length = all("content-length");
      return length.isEmpty() ? new byte[0] : in.readNBytes(Integer.parseInt(length.getFirst()));
    }
  }

  interface Handler {
    void handle(Call call) throws Exception;
  }

  final List<Call> calls = new CopyOnWriteArrayList<>();
  final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ServerSocket server;
  private final Handler handler;
  private final int port;

  Backend(Handler handler) throws IOException {
    this.handler = handler;
    server = new ServerSocket();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    port = server.getLocalPort();
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return port;
  }

  Target target(String id) {
    return new Target(id, "127.0.0.1", port(), "web.1");
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream(), 65_536);
      while (true) {
        StringBuilder head = new StringBuilder();
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
          head.append(line).append("\r\n");
        }
        Call call = new Call(head.toString(), in, socket.getOutputStream(), socket);
        calls.add(call);
        handler.handle(call);
        if (calls.size() > 10_000) {
          calls.clear();
        }
      }
    } catch (Exception e) {
      // The connection is over: that is how these tests end many of them.
    }
  }

  static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("end of stream");
      }
      if (c == '\n') {
        return line.toString();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
  }

  /** Stops listening and cuts every connection. */
  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
