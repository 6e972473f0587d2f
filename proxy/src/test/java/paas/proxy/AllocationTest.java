package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the common request leaves to the garbage collector, counted by the virtual machine itself
 * and so the same on a busy machine.
 */
class AllocationTest {
  private static final int CLIENTS = 8;
  private static final int WARM = 200;
  private static final int COUNTED = 1000;
  private static final long MOST_BYTES = 200;

  private static final String REQUEST =
      """
      GET /a/path?of=some&length=1 HTTP/1.1
      Host: shop.test
      User-Agent: somebody
      Accept: text/html,*/*

      """
          .replace("\n", "\r\n");
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"
          .getBytes(StandardCharsets.ISO_8859_1);

  @Test
  void aCommonRequestLeavesLittleBehind() throws Exception {
    try (ServerSocket target = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        House house = new House(settings -> settings.withIoThreads(1))) {
      Thread.ofVirtual().start(() -> acceptAll(target));
      house.serve(new Target("t1", "127.0.0.1", target.getLocalPort(), "web.1"));
      List<RawClient> clients = new ArrayList<>();
      try (Closeable _ = () -> closeAll(clients)) {
        for (int i = 0; i < CLIENTS; i++) {
          clients.add(house.client());
        }
        ask(clients, WARM);
        long thread = house.proxy.loops().getFirst().thread.threadId();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(thread);
        ask(clients, COUNTED);
        long all = threads.getThreadAllocatedBytes(thread) - before;
        assertThat(all / (COUNTED * CLIENTS)).isBetween(1L, MOST_BYTES);
      }
    }
  }

  /** Each client asks, then each gets its answer. */
  private static void ask(List<RawClient> clients, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      for (RawClient client : clients) {
        client.send(REQUEST);
      }
      for (RawClient client : clients) {
        assertThat(client.in.readNBytes(ANSWER.length)).hasSize(ANSWER.length);
      }
    }
  }

  private static void closeAll(List<RawClient> clients) throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
  }

  /** A target that costs little: the test is to take seconds. */
  private static void acceptAll(ServerSocket target) {
    try {
      while (true) {
        Socket socket = target.accept();
        Thread.ofVirtual().start(() -> answerAll(socket));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static void answerAll(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[8192];
      int seen = 0;
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (int i = 0; i < count; i++) {
          boolean next = buffer[i] == "\r\n\r\n".charAt(seen);
          seen = next ? seen + 1 : buffer[i] == '\r' ? 1 : 0;
          if (seen == 4) {
            seen = 0;
            socket.getOutputStream().write(ANSWER);
          }
        }
      }
    } catch (IOException e) {
      // The proxy has closed.
    }
  }
}
