package paas.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the bytes it is told. Every read has a deadline. */
final class RawClient implements AutoCloseable {
  final Socket socket;
  final InputStream in;

  RawClient(InetSocketAddress to) throws IOException {
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.connect(to, 5000);
    socket.setSoTimeout(10_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Over a connection that is there. */
  RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(10_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Everything until the proxy closes. */
  String toEnd() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** One answer's head, with line ends as newlines. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    for (String line = Backend.readLine(in); !line.isEmpty(); line = Backend.readLine(in)) {
      head.append(line).append('\n');
    }
    return head.toString();
  }

  String read(int bytes) throws IOException {
    return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
  }

  /** One answer of known length: its head and its body. */
  String answer() throws IOException {
    String head = head();
    int at = head.indexOf("Content-Length: ");
    int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf('\n', at)));
    return head + read(length);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
