package paas.house;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A client that never tries again behind one's back, as libraries do: one request, one connection,
 * one answer or one failure.
 */
record Web(int port, String host) {
  private static final int LIMIT_MILLIS = 20_000;

  /** What came back. */
  record Answer(int status, String body) {
    /** A field of a flat JSON object. */
    String field(String name) {
      String quoted = "\"" + name + "\":\"";
      int start = body.indexOf(quoted);
      if (start < 0) {
        throw new AssertionError("no " + name + " in " + this);
      }
      return body.substring(start + quoted.length(), body.indexOf('"', start + quoted.length()));
    }
  }

  Answer get(String path) throws IOException {
    return ask("GET " + path, "");
  }

  Answer post(String path, String body) throws IOException {
    return ask("POST " + path, body);
  }

  private Answer ask(String what, String body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(LIMIT_MILLIS);
      String head =
          what
              + " HTTP/1.1\r\nHost: "
              + host
              + ":"
              + port
              + "\r\nConnection: close\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body;
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      return answer(new BufferedInputStream(socket.getInputStream()));
    }
  }

  private static Answer answer(InputStream in) throws IOException {
    String status = line(in);
    boolean chunked = false;
    int length = -1;
    for (String field = line(in); !field.isEmpty(); field = line(in)) {
      String lower = field.toLowerCase(Locale.ROOT);
      chunked |= lower.startsWith("transfer-encoding:") && lower.endsWith("chunked");
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      }
    }
    byte[] body = chunked ? chunks(in) : length < 0 ? in.readAllBytes() : exactly(in, length);
    return new Answer(
        Integer.parseInt(status.split(" ", -1)[1]), new String(body, StandardCharsets.UTF_8));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = size(in); size > 0; size = size(in)) {
      body.write(exactly(in, size));
      line(in);
    }
    line(in);
    return body.toByteArray();
  }

  private static int size(InputStream in) throws IOException {
    return Integer.parseInt(line(in).strip(), 16);
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("an answer of " + length + " bytes ended after " + body.length);
    }
    return body;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the answer ended in its head: " + line);
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }
}
