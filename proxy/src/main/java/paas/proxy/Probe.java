package paas.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import paas.proxy.http2.Hello;

/** One GET to a target over a connection of its own, of which only the status is read. */
final class Probe {
  private static final int MOST_OF_LINE = 256;
  private static final int MOST_OF_BODY = 256 << 10;
  private static final int BODY_MILLIS = 500;

  private Probe() {}

  /** The same of a target that speaks HTTP/2: it is well when it says so. */
  static String hello(InetSocketAddress address, int timeoutMillis) {
    try {
      Hello.ask(address.getHostString(), address.getPort(), timeoutMillis);
      return "";
    } catch (IOException e) {
      return "HTTP/2 has no answer (" + e.getMessage() + ")";
    }
  }

  /** What is wrong with the answer, in a few words; empty when nothing is. */
  static String ask(InetSocketAddress address, String path, int timeoutMillis) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(address.getHostString(), address.getPort()), timeoutMillis);
      socket.setSoTimeout(timeoutMillis);
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: paas-check\r\n")
                  .concat("Accept: */*\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String verdict = verdict(path, statusLine(in));
      readOn(socket, in);
      return verdict;
    } catch (IOException e) {
      return "GET " + path + " has no answer (" + e.getMessage() + ")";
    }
  }

  private static String statusLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n' && line.length() < MOST_OF_LINE; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  /** Apps complain of a broken pipe in their log when nobody reads what they answer. */
  private static void readOn(Socket socket, InputStream in) {
    try {
      socket.setSoTimeout(BODY_MILLIS);
      in.skipNBytes(MOST_OF_BODY);
    } catch (IOException e) {
      // It ended, or there is no end that could be waited for.
    }
  }

  private static String verdict(String path, String line) {
    String[] parts = line.split(" ", 3);
    if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[1-5][0-9]{2}")) {
      return "GET " + path + " has no answer that is HTTP";
    }
    return Integer.parseInt(parts[1]) < 500 ? "" : "GET " + path + " -> " + parts[1];
  }
}
