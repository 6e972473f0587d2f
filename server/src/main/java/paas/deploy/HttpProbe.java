package paas.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.proxy.http2.Hello;

/** One GET over a connection of its own, of which only the status is read. */
public final class HttpProbe {
  private static final Logger log = LoggerFactory.getLogger(HttpProbe.class);
  private static final int LONGEST_STATUS_LINE = 512;
  private static final int MOST_OF_BODY = 256 << 10;
  private static final int BODY_MILLIS = 500;

  private HttpProbe() {}

  /** Whether something accepts connections there. */
  static boolean connects(String host, int port, Duration limit) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) limit.toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Asks for a path.
   *
   * @param hostHeader what the request says that it wants
   * @return the status of the answer
   * @throws IOException when there is no answer in time, or it is not HTTP
   */
  public static int get(String host, int port, String hostHeader, String path, Duration limit)
      throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) limit.toMillis());
      socket.setSoTimeout((int) limit.toMillis());
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: " + hostHeader)
                  .concat("\r\nUser-Agent: paas-check\r\nAccept: */*\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      int status = status(statusLine(socket.getInputStream()));
      readOn(socket);
      return status;
    }
  }

  /**
   * Asks somebody who speaks HTTP/2 alone.
   *
   * @throws IOException when it does not say so in time
   */
  public static void hello(String host, int port, Duration limit) throws IOException {
    Hello.ask(host, port, (int) limit.toMillis());
  }

  /** Apps complain of a broken pipe in their log when nobody reads what they answer. */
  private static void readOn(Socket socket) {
    try {
      socket.setSoTimeout(BODY_MILLIS);
      byte[] unused = socket.getInputStream().readNBytes(MOST_OF_BODY);
      log.trace("read {} bytes of the answer", unused.length);
    } catch (IOException e) {
      log.trace("the answer has no end that could be waited for", e);
    }
  }

  private static String statusLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (line.length() >= LONGEST_STATUS_LINE) {
        throw new IOException("the answer is not HTTP");
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private static int status(String line) throws IOException {
    String[] parts = line.split(" ", 3);
    if (parts.length < 2 || !parts[0].startsWith("HTTP/") || !parts[1].matches("[1-5][0-9]{2}")) {
      throw new IOException(line.isEmpty() ? "closed without an answer" : "the answer is not HTTP");
    }
    return Integer.parseInt(parts[1]);
  }
}
