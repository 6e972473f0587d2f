package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import paas.proxy.control.RemoteProxy;
import paas.proxy.control.Starter;

/** A proxy in a process of its own, and those who speak with it. */
@Timeout(120)
class ControlTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path folder;
  private Path state;
  private Path socket;
  private final List<RequestLine> lines = new CopyOnWriteArrayList<>();

  @BeforeEach
  void paths() {
    state = folder.resolve("routes.json");
    socket = folder.resolve("control.sock");
  }

  private OwnProcess proxy(String... more) throws IOException {
    List<String> options = new ArrayList<>(List.of("--control", socket.toString()));
    options.addAll(List.of(more));
    return new OwnProcess(state, options.toArray(String[]::new));
  }

  private RemoteProxy connect() throws Exception {
    return RemoteProxy.connect(socket, Starter.NONE, lines::add, SOON);
  }

  private static RouteTable table(long revision, Target target) {
    return new RouteTable(revision, List.of(House.shop(Timeouts.DEFAULT, target)));
  }

  private static String get(InetSocketAddress proxy) throws IOException {
    try (RawClient client = new RawClient(proxy)) {
      return client.send("GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n").toEnd();
    }
  }

  @Test
  void doesWhatItIsAskedAndTellsOfRequests() throws Exception {
    try (Backend one = new Backend(call -> call.ok("one"));
        Backend two = new Backend(call -> call.ok("two"));
        OwnProcess own = proxy();
        RemoteProxy remote = connect()) {
      assertThat(Files.getPosixFilePermissions(socket))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(remote.address()).isEqualTo(own.address);
      assertThat(remote.pid()).isEqualTo(own.process.pid());
      remote.publish(table(1, one.target("t1")));
      assertThat(get(own.address)).endsWith("one");
      remote.publish(table(2, two.target("t2")));
      assertThat(get(own.address)).endsWith("two");
      assertThat(remote.drain(Set.of("t1"), SOON).cut()).isZero();
      assertThatThrownBy(() -> remote.drain(Set.of("t2"), SOON)).hasMessageContaining("publish");
      assertThatThrownBy(() -> remote.publish(table(2, one.target("t1"))))
          .isInstanceOf(StaleRevisionException.class);
      assertThatThrownBy(() -> remote.publish(table(3, one.target("t2"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("never used again");
      assertThat(remote.inFlight(Set.of("t2"))).hasValue(0);
      assertThat(remote.held("shop")).isZero();
      await().atMost(SOON).until(() -> lines.size() == 2);
      assertThat(lines.getLast().text()).contains("dyno=web.1", "status=200", "host=shop.test");
    }
  }

  @Test
  void servesOnWithoutAServerAndFollowsTheNextOne() throws Exception {
    try (Backend one = new Backend(call -> call.ok("one"));
        Backend two = new Backend(call -> call.ok("two"));
        OwnProcess own = proxy()) {
      try (RemoteProxy first = connect()) {
        first.publish(table(7, one.target("t1")));
      }
      assertThat(get(own.address)).endsWith("one");
      try (RemoteProxy next = connect()) {
        assertThat(next.table()).isEqualTo(table(7, one.target("t1")));
        next.publish(table(8, two.target("t2")));
        assertThat(get(own.address)).endsWith("two");
      }
    }
  }

  @Test
  void oneThatWasKilledServesItsFileAndIsBroughtToWhatIsWanted() throws Exception {
    try (Backend one = new Backend(call -> call.ok("one"));
        Backend two = new Backend(call -> call.ok("two"))) {
      OwnProcess first = proxy();
      try (RemoteProxy remote = connect()) {
        remote.publish(table(1, one.target("t1")));
        first.close();
        assertThat(remote.inFlight(Set.of("t1"))).as("not known, which is not 0").isEmpty();
        assertThat(remote.idleMillis()).isEmpty();
        // What is wanted meanwhile is not lost.
        Thread publishing =
            Thread.ofVirtual().start(() -> remote.publish(table(2, two.target("t2"))));
        try (OwnProcess second = proxy()) {
          assertThat(publishing.join(SOON)).isTrue();
          await().atMost(SOON).untilAsserted(() -> assertThat(get(second.address)).endsWith("two"));
          assertThat(remote.address()).isEqualTo(second.address);
        }
      } finally {
        first.close();
      }
    }
  }

  @Test
  void certificatesAreThereAfterAStartWithoutTheServer() throws Exception {
    Certificate made = TestCertificates.of(folder, "EC", "shop.test");
    try (Backend one = new Backend(call -> call.ok("one"))) {
      int port;
      try (OwnProcess _ = proxy("--tls", "127.0.0.1:0");
          RemoteProxy remote = connect()) {
        remote.publish(table(1, one.target("t1")));
        remote.certify(Map.of("shop.test", made));
        port = Objects.requireNonNull(remote.tlsAddress()).getPort();
        assertThat(getOverTls(port, made)).endsWith("one");
      }
      assertThat(Files.getPosixFilePermissions(folder.resolve("certificates.json")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      try (OwnProcess _ = proxy("--tls", "127.0.0.1:" + port)) {
        assertThat(getOverTls(port, made)).endsWith("one");
      }
    }
  }

  private static String getOverTls(int port, Certificate trusted) throws Exception {
    KeyStore known = KeyStore.getInstance("PKCS12");
    known.load(null, null);
    known.setCertificateEntry("a", trusted.chain().getFirst());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(known);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    SSLParameters how = socket.getSSLParameters();
    how.setServerNames(List.of(new SNIHostName("shop.test")));
    socket.setSSLParameters(how);
    try (RawClient client = new RawClient(socket)) {
      return client.send("GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n").toEnd();
    }
  }

  @Test
  void anotherProxyTakesOverWithoutOneFailedRequest() throws Exception {
    assumeTrue(
        Files.readString(Path.of("/proc/sys/net/ipv4/tcp_migrate_req")).strip().equals("1"),
        "net.ipv4.tcp_migrate_req is 0, and scripts/test.sh could not set it");
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong asked = new AtomicLong();
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    List<Thread> clients = new ArrayList<>();
    try (Backend one = new Backend(call -> call.ok("one"));
        Backend two = new Backend(call -> call.ok("two"))) {
      OwnProcess current = proxy();
      InetSocketAddress address = current.address;
      try (RemoteProxy remote = connect()) {
        remote.publish(table(1, one.target("t1")));
        for (int i = 0; i < 4; i++) {
          boolean keeps = i % 2 == 0;
          clients.add(Thread.ofVirtual().start(() -> ask(address, keeps, stop, asked, wrong)));
        }
        for (int round = 0; round < 3; round++) {
          long before = asked.get();
          OwnProcess next = proxy();
          assertThat(next.address).as("the port that clients know").isEqualTo(address);
          assertThat(current.ends(30)).as("the old one ends by itself").isTrue();
          current = next;
          remote.publish(
              table(
                  remote.table().revision() + 1,
                  round % 2 == 0 ? two.target("t2") : one.target("t1")));
          await().atMost(SOON).until(() -> asked.get() > before + 200);
        }
        assertThat(remote.pid()).isEqualTo(current.process.pid());
        stop.set(true);
        for (Thread client : clients) {
          assertThat(client.join(SOON)).isTrue();
        }
      } finally {
        stop.set(true);
        current.close();
      }
    }
    assertThat(wrong).isEmpty();
    System.out.printf("3 hand-overs, %d requests: 0 failed%n", asked.get());
  }

  private static void ask(
      InetSocketAddress address,
      boolean keeps,
      AtomicBoolean stop,
      AtomicLong asked,
      Queue<String> wrong) {
    String request =
        "GET / HTTP/1.1\r\nHost: shop.test\r\n" + (keeps ? "" : "Connection: close\r\n") + "\r\n";
    while (!stop.get()) {
      try (RawClient client = new RawClient(address)) {
        String answer;
        do {
          answer = client.send(request).answer();
          if (!answer.startsWith("HTTP/1.1 200")) {
            wrong.add(answer);
          }
          asked.incrementAndGet();
        } while (!stop.get() && !answer.contains("Connection: close"));
      } catch (IOException e) {
        wrong.add(e.toString());
      }
    }
  }

  @Test
  void whatIsInFlightAtTheOldOneCountsInADrainOfTheNewOne() throws Exception {
    CountDownLatch finish = new CountDownLatch(1);
    CountDownLatch arrived = new CountDownLatch(1);
    try (Backend slow =
            new Backend(call -> {
              arrived.countDown();
              finish.await();
              call.ok("slow");
            });
        Backend two = new Backend(call -> call.ok("two"));
        OwnProcess first = proxy();
        RemoteProxy remote = connect();
        RawClient client = new RawClient(first.address)) {
      remote.publish(table(1, slow.target("t1")));
      client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      arrived.await();
      try (OwnProcess second = proxy()) {
        await().atMost(SOON).until(() -> remote.pid() == second.process.pid());
        remote.publish(table(2, two.target("t2")));
        assertThat(remote.inFlight(Set.of("t1"))).hasValue(1);
        assertThat(get(second.address)).endsWith("two");
        Thread releasing =
            Thread.ofVirtual()
                .start(() -> {
                  await()
                      .atMost(SOON)
                      .until(() -> remote.inFlight(Set.of("t1")).equals(OptionalInt.of(1)));
                  finish.countDown();
                });
        Drained drained = remote.drain(Set.of("t1"), SOON);
        assertThat(drained.cut()).isZero();
        assertThat(client.answer()).endsWith("slow").contains("Connection: close");
        assertThat(releasing.join(SOON)).isTrue();
      }
    }
  }

  @Test
  void anAppIsNotIdleWhileTheOldOneHasARequest() throws Exception {
    CountDownLatch finish = new CountDownLatch(1);
    CountDownLatch arrived = new CountDownLatch(1);
    Traffic timed = new Traffic(null, null, null, false, null, true, false);
    try (Backend slow =
            new Backend(call -> {
              arrived.countDown();
              finish.await();
              call.ok("slow");
            });
        OwnProcess first = proxy();
        RemoteProxy remote = connect();
        RawClient client = new RawClient(first.address)) {
      AppRoute shop =
          new AppRoute(
              "shop",
              "v1",
              Set.of("shop.test"),
              AppRoute.Mode.SERVING,
              List.of(slow.target("t1")),
              Timeouts.DEFAULT,
              Rules.NONE,
              timed);
      remote.publish(new RouteTable(1, List.of(shop)));
      client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      arrived.await();
      try (OwnProcess second = proxy()) {
        await().atMost(SOON).until(() -> remote.pid() == second.process.pid());
        await()
            .during(Duration.ofSeconds(1))
            .atMost(SOON)
            .until(() -> remote.idleMillis().getOrDefault("shop", 1000L) < 900);
        finish.countDown();
        assertThat(client.answer()).endsWith("slow");
        assertThat(first.ends(30)).isTrue();
        await().atMost(SOON).until(() -> remote.idleMillis().getOrDefault("shop", 0L) >= 1000);
      }
    }
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  @Test
  void aWebSocketOfTheOldOneIsToldToGo() throws Exception {
    try (Backend talks =
            new Backend(call -> {
              call.write(
                  lines(
                      "HTTP/1.1 101 Switching Protocols",
                      "Upgrade: websocket",
                      "Connection: Upgrade"));
              byte[] closing = call.in().readNBytes(8);
              call.out().write(new byte[] {(byte) 0x88, 2, 3, (byte) (closing[7] ^ closing[3])});
              call.out().flush();
            });
        OwnProcess first = proxy();
        RemoteProxy remote = connect();
        RawClient client = new RawClient(first.address)) {
      remote.publish(table(1, talks.target("t1")));
      client.send(
          lines("GET / HTTP/1.1", "Host: shop.test", "Connection: Upgrade", "Upgrade: websocket"));
      assertThat(client.head()).startsWith("HTTP/1.1 101");
      try (OwnProcess _ = proxy()) {
        byte[] goingAway = {(byte) 0x88, 2, 3, (byte) 0xe9};
        assertThat(client.in.readNBytes(4)).startsWith(goingAway);
        client.socket.getOutputStream().write(new byte[] {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0});
        assertThat(first.ends(30)).isTrue();
      }
    }
  }

  @Test
  void aPortThatAnotherListensOnIsNotShared() throws Exception {
    try (OwnProcess own = proxy()) {
      String taken = "127.0.0.1:" + own.address.getPort();
      assertThatThrownBy(() -> new OwnProcess(folder.resolve("other.json"), "--listen", taken))
          .hasMessageContaining("cannot listen on");
    }
  }

  @Test
  void messagesOfAnotherVersionAreRefusedAndChangeNothing() throws Exception {
    try (Backend one = new Backend(call -> call.ok("one"));
        OwnProcess own = proxy();
        RemoteProxy remote = connect()) {
      remote.publish(table(1, one.target("t1")));
      assertThat(said("{\"id\":1,\"ask\":\"hello\",\"body\":{\"protocol\":99}}"))
          .contains("\"refused\":\"invalid\"", "upgrade the proxy");
      assertThat(said("{\"id\":2,\"ask\":\"hello\",\"body\":{\"protocol\":0}}"))
          .contains("\"refused\":\"invalid\"", "upgrade the server");
      assertThat(said("{\"id\":3,\"ask\":\"dance\",\"body\":{}}"))
          .contains("\"refused\":\"invalid\"", "does not know 'dance'");
      String newer =
          new String(TableJson.bytes(table(2, one.target("t1"))), StandardCharsets.UTF_8)
              .replace("\"maxBody\"", "\"onlyAtNight\":true,\"maxBody\"");
      assertThat(
              said(
                  "{\"id\":4,\"ask\":\"publish\",\"body\":{\"saved\":true,\"table\":"
                      + newer
                      + "}}"))
          .contains("\"refused\":\"invalid\"", "onlyAtNight");
      assertThat(said("{\"id\":5,\"ask\":\"retire\",\"body\":{}}"))
          .contains("\"refused\":\"invalid\"");
      assertThat(said("no JSON at all")).as("the link is closed").isEmpty();
      assertThat(saidBytes(ByteBuffer.wrap(new byte[] {127, 0, 0, 0}))).isEmpty();
      assertThat(saidBytes(ByteBuffer.wrap(new byte[] {-1, 0, 0, 0}))).isEmpty();
      assertThat(get(own.address)).endsWith("one");
      assertThat(remote.table().revision()).isEqualTo(1);
    }
  }

  private String said(String message) throws IOException {
    byte[] json = message.getBytes(StandardCharsets.UTF_8);
    return saidBytes(ByteBuffer.allocate(4 + json.length).putInt(json.length).put(json).flip());
  }

  private String saidBytes(ByteBuffer message) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(message);
      ByteBuffer length = ByteBuffer.allocate(4);
      while (length.hasRemaining()) {
        if (channel.read(length) < 0) {
          return "";
        }
      }
      ByteBuffer body = ByteBuffer.allocate(length.flip().getInt());
      while (body.hasRemaining() && channel.read(body) >= 0) {
        // Until all of it is there.
      }
      return new String(body.array(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void stopsWhenItIsAsked() throws Exception {
    try (OwnProcess own = proxy()) {
      assertThat(RemoteProxy.stop(socket)).isTrue();
      assertThat(own.ends(10)).isTrue();
      assertThat(socket).doesNotExist();
      assertThat(RemoteProxy.stop(socket)).isFalse();
    }
  }

  @Test
  void endsWhenItsFolderIsRemoved() throws Exception {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    state = inner.resolve("routes.json");
    socket = inner.resolve("control.sock");
    try (OwnProcess own = proxy()) {
      try (Stream<Path> files = Files.list(inner)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(inner);
      assertThat(own.ends(30)).isTrue();
    }
  }
}
