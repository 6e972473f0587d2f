package paas.proxy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Every generation of one app, each on a port of its own, in one thread, so that a test of
 * thousands of requests per second is not a test of itself. A request for {@code /} is answered
 * with the generation and what was sent (query or body); any other is given to a handler in a
 * thread of its own.
 */
final class CutoverApp implements AutoCloseable {
  /** Requests for {@code /} that were answered. */
  final AtomicLong answered = new AtomicLong();

  private final Selector selector = Selector.open();
  private final Backend.Handler others;
  private final Map<Integer, Generation> generations = new ConcurrentHashMap<>();

  private record Generation(int number, ServerSocketChannel server, Queue<SocketChannel> channels) {
    void close() throws IOException {
      server.close();
      for (SocketChannel each : channels) {
        each.close();
      }
    }
  }

  /** A connection from the proxy, and what it sent that was not answered yet. */
  private record Caller(Generation generation, ByteBuffer in) {}

  CutoverApp(Backend.Handler others) throws IOException {
    this.others = others;
    Thread.ofPlatform().name("app").daemon().start(this::serve);
  }

  /** Listens, as target {@code tN}. */
  Target begin(int number) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.configureBlocking(false);
    Generation generation = new Generation(number, server, new ConcurrentLinkedQueue<>());
    generations.put(number, generation);
    server.register(selector, SelectionKey.OP_ACCEPT, generation);
    selector.wakeup();
    int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    return new Target("t" + number, "127.0.0.1", port, "web.1");
  }

  /** Stops listening and cuts every connection. */
  void end(int number) throws IOException {
    Generation generation = generations.remove(number);
    if (generation != null) {
      generation.close();
      selector.wakeup();
    }
  }

  @Override
  public void close() throws IOException {
    selector.close();
    for (Generation each : generations.values()) {
      each.close();
    }
  }

  private void serve() {
    while (selector.isOpen()) {
      try {
        selector.select(this::ready);
      } catch (IOException e) {
        return;
      }
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.attachment() instanceof Generation generation) {
        accept(generation);
      } else {
        read(key, (Caller) key.attachment());
      }
    } catch (IOException | CancelledKeyException e) {
      close(key);
    }
  }

  private void accept(Generation generation) throws IOException {
    for (SocketChannel each = generation.server.accept();
        each != null;
        each = generation.server.accept()) {
      each.configureBlocking(false);
      each.setOption(StandardSocketOptions.TCP_NODELAY, true);
      generation.channels.removeIf(one -> !one.isOpen());
      generation.channels.add(each);
      Caller caller = new Caller(generation, ByteBuffer.allocate(8192));
      each.register(selector, SelectionKey.OP_READ, caller);
    }
  }

  private void read(SelectionKey key, Caller caller) throws IOException {
    SocketChannel channel = (SocketChannel) key.channel();
    ByteBuffer in = caller.in;
    if (channel.read(in) < 0) {
      close(key);
      return;
    }
    String text = text(in);
    int end = text.indexOf("\r\n\r\n") + 4;
    if (end < 4) {
      return;
    }
    String path = text.split(" ", 3)[1];
    if (!path.startsWith("/?")) {
      key.cancel();
      channel.configureBlocking(true);
      Thread.ofVirtual().start(() -> handle(channel, text, end));
      return;
    }
    int length = length(text);
    if (text.length() < end + length) {
      return;
    }
    in.clear();
    String sent = length > 0 ? text.substring(end) : path.substring(2);
    String body = caller.generation.number + " " + sent;
    answered.incrementAndGet();
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private void handle(SocketChannel channel, String text, int end) {
    try (channel) {
      InputStream rest =
          new ByteArrayInputStream(text.substring(end).getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = new SequenceInputStream(rest, channel.socket().getInputStream());
      others.handle(
          new Backend.Call(
              text.substring(0, end - 2),
              in,
              channel.socket().getOutputStream(),
              channel.socket()));
    } catch (Exception e) {
      // The connection is over: its other end says what is wrong with that.
    }
  }

  static String text(ByteBuffer in) {
    return StandardCharsets.ISO_8859_1.decode(in.duplicate().flip()).toString();
  }

  /** What a head says of its body; 0 when it says nothing. */
  static int length(String message) {
    String name = "\r\nContent-Length: ";
    int at = message.indexOf(name) + name.length();
    return at < name.length() ? 0 : Integer.parseInt(message, at, message.indexOf('\r', at), 10);
  }

  private static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      // It is gone.
    }
  }
}
