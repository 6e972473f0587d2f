package paas.proxy.http2;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import paas.proxy.http.Bytes;

/** Asks whether somebody speaks HTTP/2, by what both sides say first. */
public final class Hello {
  private Hello() {}

  /**
   * Ends when it has said its settings.
   *
   * @throws IOException when it does not in time, or says something else
   */
  public static void ask(String host, int port, int limitMillis) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), limitMillis);
      socket.setSoTimeout(limitMillis);
      Bytes first = new Bytes(64);
      Frame.preface(first);
      Frame.settings(first);
      socket.getOutputStream().write(first.array(), 0, first.size());
      byte[] head = new byte[Frame.HEAD];
      new DataInputStream(socket.getInputStream()).readFully(head);
      if (head[3] != Frame.SETTINGS || Frame.number(head, 0, 3) > Frame.PAYLOAD) {
        throw new IOException("it does not speak HTTP/2");
      }
      Bytes last = new Bytes(32);
      Frame.settingsAck(last);
      Frame.goAway(last, 0, Http2Error.NONE);
      socket.getOutputStream().write(last.array(), 0, last.size());
    } catch (EOFException e) {
      throw new IOException("it closed without an answer", e);
    }
  }
}
