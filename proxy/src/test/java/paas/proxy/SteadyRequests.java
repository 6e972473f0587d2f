package paas.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

/**
 * So many requests per second, GET and POST in turn, over a few kept connections of one thread.
 * Each answer must be that of {@link CutoverApp} to this very request, from no older generation
 * than served when the request was due. What cannot be sent in time is sent late, and left out when
 * it is more than a second late.
 */
final class SteadyRequests implements Runnable {
  private static final int CONNECTIONS = 64;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final String HEAD = " HTTP/1.1\r\nHost: shop.test\r\n";

  private final InetSocketAddress address;
  private final int rate;
  private final IntSupplier serving;
  private final AtomicBoolean stop;
  private final Queue<String> wrong;
  private final Selector selector;
  private final Deque<Connection> free = new ArrayDeque<>();
  private long sent;

  /** Read when the thread has ended. */
  long answered;

  long slowestNanos;

  SteadyRequests(
      InetSocketAddress address,
      int rate,
      IntSupplier serving,
      AtomicBoolean stop,
      Queue<String> wrong)
      throws IOException {
    this.address = address;
    this.rate = rate;
    this.serving = serving;
    this.stop = stop;
    this.wrong = wrong;
    this.selector = Selector.open();
    for (int i = 0; i < CONNECTIONS; i++) {
      free.add(new Connection());
    }
  }

  private final class Connection {
    final SocketChannel channel;
    final ByteBuffer in = ByteBuffer.allocate(8192);
    long dueNanos;
    int least;
    String number = "";

    Connection() throws IOException {
      channel = SocketChannel.open(address);
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.register(selector, SelectionKey.OP_READ, this);
    }
  }

  @Override
  public void run() {
    try (selector) {
      long gap = SECOND / rate;
      long due = System.nanoTime();
      while (!stop.get() || free.size() < CONNECTIONS) {
        long now = System.nanoTime();
        due = Math.max(due, now - SECOND);
        for (; due <= now && !free.isEmpty() && !stop.get(); due += gap) {
          send(free.remove(), due);
        }
        selector.select(this::ready, 1);
      }
      for (Connection each : free) {
        each.channel.close();
      }
    } catch (IOException e) {
      wrong.add("requests: " + e);
    }
  }

  private void send(Connection connection, long due) throws IOException {
    String number = Long.toString(++sent, 36);
    connection.dueNanos = due;
    connection.least = serving.getAsInt();
    connection.number = number;
    connection.in.clear();
    String request =
        (sent & 1) == 0
            ? "GET /?" + number + HEAD + "\r\n"
            : "POST /?" + HEAD + "Content-Length: " + number.length() + "\r\n\r\n" + number;
    connection.channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private void ready(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      if (connection.channel.read(connection.in) < 0) {
        throw new IOException("closed without an answer");
      }
      String answer = CutoverApp.text(connection.in);
      int end = answer.indexOf("\r\n\r\n") + 4;
      if (end >= 4 && answer.length() >= end + CutoverApp.length(answer)) {
        judge(connection, answer, answer.substring(end));
        free.add(connection);
      }
    } catch (IOException e) {
      wrong.add("request " + connection.number + ": " + e);
      replace(connection);
    }
  }

  private void judge(Connection connection, String answer, String body) {
    int space = body.indexOf(' ');
    if (!answer.startsWith("HTTP/1.1 200")
        || !body.substring(space + 1).equals(connection.number)) {
      wrong.add("request " + connection.number + ": " + answer);
    } else if (Integer.parseInt(body, 0, space, 10) < connection.least) {
      wrong.add("request " + connection.number + " of " + connection.least + " came to " + body);
    }
    answered++;
    slowestNanos = Math.max(slowestNanos, System.nanoTime() - connection.dueNanos);
  }

  private void replace(Connection connection) {
    try {
      connection.channel.close();
      free.add(new Connection());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
