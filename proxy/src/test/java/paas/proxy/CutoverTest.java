package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import paas.proxy.control.RemoteProxy;
import paas.proxy.control.SettingsJson;
import paas.proxy.control.Starter;

/**
 * One release in place of another, again and again, with every kind of traffic under way. How much
 * of it is set by {@code paas.cutovers} (rounds), {@code paas.cutovers.pause} (milliseconds between
 * two), {@code paas.cutovers.rate} (requests per second), {@code paas.cutovers.streams}
 * (WebSockets, and as many event streams) and {@code paas.cutovers.body} (bytes of an upload and of
 * a download).
 */
@Timeout(7200)
class CutoverTest {
  private static final int ROUNDS = Integer.getInteger("paas.cutovers", 10);
  private static final int RATE = Integer.getInteger("paas.cutovers.rate", 500);
  private static final int STREAMS = Integer.getInteger("paas.cutovers.streams", 10);
  private static final long BODY = Long.getLong("paas.cutovers.body", 20L << 20);
  private static final int PAUSE_MILLIS = Integer.getInteger("paas.cutovers.pause", 250);

  /**
   * Bodies are on their way for as long as this: through several cutovers, but within one drain.
   */
  private static final double BODY_SECONDS = Math.max(4, BODY / (50.0 * (1 << 20)));

  /** After so many failures the rest is no news. */
  private static final int ENOUGH = 100;

  private static final Duration DRAIN = Duration.ofSeconds(30);

  @TempDir Path folder;

  private final AtomicBoolean stop = new AtomicBoolean();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong told = new AtomicLong();
  private final AtomicLong bodies = new AtomicLong();

  /** The newest generation that serves: a request that begins later must not meet an older one. */
  private final AtomicInteger serving = new AtomicInteger();

  private final List<Thread> clients = new ArrayList<>();
  private InetSocketAddress address = new InetSocketAddress(0);

  @Test
  void nothingFailsAndNothingIsMisrouted() throws Exception {
    List<Thread> retiring = new ArrayList<>();
    try (OwnProcess own =
            new OwnProcess(
                folder.resolve("routes.json"),
                "--control",
                folder.resolve("c").toString(),
                "--settings",
                settings().toString());
        RemoteProxy remote =
            RemoteProxy.connect(folder.resolve("c"), Starter.NONE, RouterLog.NONE, DRAIN);
        CutoverApp app = new CutoverApp(this::answer)) {
      address = own.address;
      remote.publish(table(1, app.begin(0)));
      SteadyRequests requests = new SteadyRequests(address, RATE, serving::get, stop, wrong);
      long began = System.nanoTime();
      clients.add(Thread.ofPlatform().name("requests").start(requests));
      begin();
      while (serving.get() < ROUNDS && wrong.size() < ENOUGH) {
        int old = serving.get();
        remote.publish(table(old + 2, app.begin(old + 1)));
        serving.set(old + 1);
        retiring.add(Thread.ofVirtual().start(() -> retire(remote, app, old)));
        Thread.sleep(PAUSE_MILLIS);
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      stop.set(true);
      for (Thread client : clients) {
        assertThat(client.join(DRAIN.multipliedBy(2))).isTrue();
      }
      for (Thread each : retiring) {
        assertThat(each.join(DRAIN.multipliedBy(2))).isTrue();
      }
      report(requests, seconds);
      assertThat(wrong).isEmpty();
      assertThat(app.answered).as("each is counted once").hasValue(requests.answered);
      assertThat(List.of(requests.answered, messages.get(), events.get(), bodies.get()))
          .allMatch(count -> count > 0);
    }
  }

  private void report(SteadyRequests requests, double seconds) {
    System.out.printf(
        "%d cutovers in %.0f s: %d requests, %.0f a second, the slowest %.2f s; %d bodies of %d MB,"
            + " %d messages of WebSockets, %d events of streams; %d told to go, %d failed%n",
        serving.get(),
        seconds,
        requests.answered,
        requests.answered / seconds,
        requests.slowestNanos / 1e9,
        bodies.get(),
        BODY >> 20,
        messages.get(),
        events.get(),
        told.get(),
        wrong.size());
  }

  /** All clients come from one address here, and many connections at once are on their way out. */
  private Path settings() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    ProxySettings settings =
        ProxySettings.of(any, folder.resolve("routes.json"))
            .withEdge(
                new Edge(Limits.DEFAULT.connections(), false, Edge.DEFAULT.heldBytes(), false));
    return Files.writeString(folder.resolve("settings.json"), SettingsJson.text(settings));
  }

  private void retire(RemoteProxy remote, CutoverApp app, int old) {
    try {
      Drained drained = remote.drain(Set.of("t" + old), DRAIN);
      if (drained.cut() > 0) {
        wrong.add("drain of " + old + ": " + drained);
      }
      app.end(old);
    } catch (IOException | RuntimeException e) {
      wrong.add("drain of " + old + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static RouteTable table(long revision, Target target) {
    return new RouteTable(revision, List.of(House.shop(Timeouts.DEFAULT, target)));
  }

  // ---- The app

  private void answer(Backend.Call call) throws IOException {
    switch (call.line().split(" ", 3)[1]) {
      case "/socket" -> echo(call);
      case "/events" -> events(call);
      case "/take" -> call.ok("took " + count(call.in(), BODY));
      case "/give" -> {
        call.write("HTTP/1.1 200 OK\r\nContent-Length: " + BODY + "\r\n\r\n");
        fill(call.out());
      }
      default -> throw new IOException(call.line());
    }
  }

  /** Frames of one kind, as the client sends them, come back unmasked. */
  private static void echo(Backend.Call call) throws IOException {
    call.write(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
    while (true) {
      byte[] frame = call.in().readNBytes(2 + 4 + 1);
      if (frame.length < 7 || (frame[0] & 15) == 8) {
        throw new IOException("the client has gone");
      }
      call.out().write(new byte[] {(byte) 0x82, 1, (byte) (frame[6] ^ frame[2])});
      call.out().flush();
    }
  }

  private void events(Backend.Call call) throws IOException {
    call.write(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
    while (!stop.get()) {
      call.write("9\r\ndata: x\n\n\r\n");
      LockSupport.parkNanos(1_000_000_000);
    }
    call.write("0\r\n\r\n");
  }

  // ---- Its clients

  private interface Client {
    void run() throws IOException;
  }

  private void begin() {
    for (int i = 0; i < STREAMS; i++) {
      start("socket", this::talk);
      start("events", this::listen);
    }
    start("upload", this::upload);
    start("download", this::download);
  }

  private void start(String what, Client client) {
    clients.add(
        Thread.ofVirtual()
            .start(() -> {
              while (!stop.get()) {
                try {
                  client.run();
                } catch (IOException | RuntimeException e) {
                  wrong.add(what + ": " + e);
                }
              }
            }));
  }

  /** Until the proxy says that it is time to go. */
  private void talk() throws IOException {
    try (RawClient client = new RawClient(address)) {
      client.send(
          "GET /socket HTTP/1.1\r\nHost: shop.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
      String head = client.head();
      if (!head.startsWith("HTTP/1.1 101")) {
        throw new IOException(head);
      }
      for (byte i = 1; !stop.get(); i = (byte) (i % 100 + 1)) {
        byte[] frame = {(byte) 0x82, (byte) 0x81, 7, 0, 0, 0, (byte) (i ^ 7)};
        client.socket.getOutputStream().write(frame);
        byte[] back = client.in.readNBytes(3);
        if (isFarewell(back.length == 0 ? -1 : back[0])) {
          told.incrementAndGet();
          return;
        }
        if (back.length < 3 || back[2] != i) {
          throw new IOException("a message of " + back.length + " bytes came back for " + i);
        }
        messages.incrementAndGet();
        if (hearsFarewell(client)) {
          told.incrementAndGet();
          return;
        }
      }
    }
  }

  /** Says nothing for a second, in which nothing but the farewell may come. */
  private static boolean hearsFarewell(RawClient client) throws IOException {
    client.socket.setSoTimeout(1000);
    try {
      int first = client.in.read();
      if (!isFarewell(first)) {
        throw new IOException("a WebSocket ended without a word, or heard " + first);
      }
      return true;
    } catch (SocketTimeoutException e) {
      client.socket.setSoTimeout(10_000);
      return false;
    }
  }

  private static boolean isFarewell(int first) {
    return first != -1 && (first & 15) == 8;
  }

  /** Until the stream ends, which it does cleanly. */
  private void listen() throws IOException {
    try (RawClient client = new RawClient(address)) {
      client.send("GET /events HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      String head = client.head();
      if (!head.startsWith("HTTP/1.1 200")) {
        throw new IOException(head);
      }
      while (true) {
        String size = Backend.readLine(client.in);
        if (size.equals("0")) {
          if (!stop.get()) {
            told.incrementAndGet();
          }
          return;
        }
        client.read(Integer.parseInt(size, 16) + 2);
        events.incrementAndGet();
      }
    }
  }

  private void upload() throws IOException {
    try (RawClient client = new RawClient(address)) {
      client.send("POST /take HTTP/1.1\r\nHost: shop.test\r\nContent-Length: " + BODY + "\r\n\r\n");
      fill(client.socket.getOutputStream());
      String answer = client.answer();
      if (!answer.endsWith("took " + BODY)) {
        throw new IOException(answer);
      }
      bodies.incrementAndGet();
    }
  }

  private void download() throws IOException {
    try (RawClient client = new RawClient(address)) {
      client.send("GET /give HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      String head = client.head();
      long got = count(client.in, BODY);
      if (!head.startsWith("HTTP/1.1 200") || got != BODY) {
        throw new IOException(got + " bytes of " + head);
      }
      bodies.incrementAndGet();
    }
  }

  private static void fill(OutputStream out) throws IOException {
    byte[] block = new byte[1 << 18];
    long began = System.nanoTime();
    for (long done = 0; done < BODY; done += block.length) {
      out.write(block, 0, (int) Math.min(block.length, BODY - done));
      long due = began + (long) ((double) done / BODY * BODY_SECONDS * 1e9);
      LockSupport.parkNanos(due - System.nanoTime());
    }
    out.flush();
  }

  private static long count(InputStream in, long most) throws IOException {
    byte[] buffer = new byte[1 << 18];
    long total = 0;
    while (total < most) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, most - total));
      if (count < 0) {
        break;
      }
      total += count;
    }
    return total;
  }
}
