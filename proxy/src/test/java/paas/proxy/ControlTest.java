package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

/** A proxy in a process of its own, and those who speak with it. */
@Timeout(120)
class ControlTest {
  @TempDir Path folder;
  private ControlFolder control;

  @BeforeEach
  void paths() {
    control = new ControlFolder(folder);
  }

  @Test
  void doesWhatItIsAskedAndTellsOfRequests() throws Exception {
    try (Backend one = new Backend(call -> call.ok("one"));
        Backend two = new Backend(call -> call.ok("two"));
        OwnProcess own = control.proxy();
        RemoteProxy remote = control.connect()) {
      assertThat(Files.getPosixFilePermissions(control.socket))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(remote.address()).isEqualTo(own.address);
      assertThat(remote.pid()).isEqualTo(own.process.pid());
      remote.publish(ControlFolder.table(1, one.target("t1")));
      assertThat(ControlFolder.get(own.address)).endsWith("one");
      remote.publish(ControlFolder.table(2, two.target("t2")));
      assertThat(ControlFolder.get(own.address)).endsWith("two");
      assertThat(remote.drain(Set.of("t1"), ControlFolder.SOON).cut()).isZero();
      assertThatThrownBy(() -> remote.drain(Set.of("t2"), ControlFolder.SOON))
          .hasMessageContaining("publish");
      assertThatThrownBy(() -> remote.publish(ControlFolder.table(2, one.target("t1"))))
          .isInstanceOf(StaleRevisionException.class);
      assertThatThrownBy(() -> remote.publish(ControlFolder.table(3, one.target("t2"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("never used again");
      assertThat(remote.inFlight(Set.of("t2"))).hasValue(0);
      assertThat(remote.held("shop")).isZero();
      await().atMost(ControlFolder.SOON).until(() -> control.lines.size() == 2);
      assertThat(control.lines.getLast().text())
          .contains("dyno=web.1", "status=200", "host=shop.test");
    }
  }

  @Test
  void servesOnWithoutAServerAndFollowsTheNextOne() throws Exception {
    try (Backend one = new Backend(call -> call.ok("one"));
        Backend two = new Backend(call -> call.ok("two"));
        OwnProcess own = control.proxy()) {
      try (RemoteProxy first = control.connect()) {
        first.publish(ControlFolder.table(7, one.target("t1")));
      }
      assertThat(ControlFolder.get(own.address)).endsWith("one");
      try (RemoteProxy next = control.connect()) {
        assertThat(next.table()).isEqualTo(ControlFolder.table(7, one.target("t1")));
        next.publish(ControlFolder.table(8, two.target("t2")));
        assertThat(ControlFolder.get(own.address)).endsWith("two");
      }
    }
  }

  @Test
  void oneThatWasKilledServesItsFileAndIsBroughtToWhatIsWanted() throws Exception {
    try (Backend one = new Backend(call -> call.ok("one"));
        Backend two = new Backend(call -> call.ok("two"))) {
      OwnProcess first = control.proxy();
      try (RemoteProxy remote = control.connect()) {
        remote.publish(ControlFolder.table(1, one.target("t1")));
        first.close();
        assertThat(remote.inFlight(Set.of("t1"))).as("not known, which is not 0").isEmpty();
        assertThat(remote.idleMillis()).isEmpty();
        // What is wanted meanwhile is not lost.
        Thread publishing =
            Thread.ofVirtual()
                .start(() -> remote.publish(ControlFolder.table(2, two.target("t2"))));
        try (OwnProcess second = control.proxy()) {
          assertThat(publishing.join(ControlFolder.SOON)).isTrue();
          await()
              .atMost(ControlFolder.SOON)
              .untilAsserted(() -> assertThat(ControlFolder.get(second.address)).endsWith("two"));
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
      try (OwnProcess _ = control.proxy("--tls", "127.0.0.1:0");
          RemoteProxy remote = control.connect()) {
        remote.publish(ControlFolder.table(1, one.target("t1")));
        remote.certify(Map.of("shop.test", made));
        port = Objects.requireNonNull(remote.tlsAddress()).getPort();
        assertThat(getOverTls(port, made)).endsWith("one");
      }
      assertThat(Files.getPosixFilePermissions(folder.resolve("certificates.json")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      try (OwnProcess _ = control.proxy("--tls", "127.0.0.1:" + port)) {
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
  void aPortThatAnotherListensOnIsNotShared() throws Exception {
    try (OwnProcess own = control.proxy()) {
      String taken = "127.0.0.1:" + own.address.getPort();
      assertThatThrownBy(() -> new OwnProcess(folder.resolve("other.json"), "--listen", taken))
          .hasMessageContaining("cannot listen on");
    }
  }

  @Test
  void messagesOfAnotherVersionAreRefusedAndChangeNothing() throws Exception {
    try (Backend one = new Backend(call -> call.ok("one"));
        OwnProcess own = control.proxy();
        RemoteProxy remote = control.connect()) {
      remote.publish(ControlFolder.table(1, one.target("t1")));
      assertThat(said("{\"id\":1,\"ask\":\"hello\",\"body\":{\"protocol\":99}}"))
          .contains("\"refused\":\"invalid\"", "upgrade the proxy");
      assertThat(said("{\"id\":2,\"ask\":\"hello\",\"body\":{\"protocol\":0}}"))
          .contains("\"refused\":\"invalid\"", "upgrade the server");
      assertThat(said("{\"id\":3,\"ask\":\"dance\",\"body\":{}}"))
          .contains("\"refused\":\"invalid\"", "does not know 'dance'");
      String newer =
          new String(
                  TableJson.bytes(ControlFolder.table(2, one.target("t1"))), StandardCharsets.UTF_8)
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
      assertThat(ControlFolder.get(own.address)).endsWith("one");
      assertThat(remote.table().revision()).isEqualTo(1);
    }
  }

  private String said(String message) throws IOException {
    byte[] json = message.getBytes(StandardCharsets.UTF_8);
    return saidBytes(ByteBuffer.allocate(4 + json.length).putInt(json.length).put(json).flip());
  }

  private String saidBytes(ByteBuffer message) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(control.socket))) {
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
    try (OwnProcess own = control.proxy()) {
      assertThat(RemoteProxy.stop(control.socket)).isTrue();
      assertThat(own.ends(10)).isTrue();
      assertThat(control.socket).doesNotExist();
      assertThat(RemoteProxy.stop(control.socket)).isFalse();
    }
  }

  @Test
  void endsWhenItsFolderIsRemoved() throws Exception {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    control = new ControlFolder(inner);
    try (OwnProcess own = control.proxy()) {
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
