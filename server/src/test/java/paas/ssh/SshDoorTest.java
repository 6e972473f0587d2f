package paas.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import paas.model.Actor;

/** Who comes in, how many, how it ends: each with a door of its own. */
@Timeout(60)
class SshDoorTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path home;

  @Test
  void aStrangersKeyAndEveryOtherWayInAreRefused() throws Exception {
    try (TestDoor door = new TestDoor(home)) {
      door.makeKey("mallory");
      TestDoor.Output stranger = TestDoor.run(door.startSshAs("mallory", "paas", "version"), "");
      assertThat(stranger.status()).isEqualTo(255);
      assertThat(stranger.err()).contains("Permission denied (publickey)");
      TestDoor.Output none =
          door.ssh(
              "-v", "-o", "PubkeyAuthentication=no", "-o", "LogLevel=DEBUG1", "paas", "version");
      assertThat(none.err())
          .contains("Authentications that can continue: publickey\r\n")
          .contains("kex: algorithm: curve25519-sha256")
          .contains("aes128-gcm@openssh.com")
          .doesNotContain("zlib");
    }
  }

  @Test
  void theHostKeyIsMadeOnceAndOnlyItsOwnerCanReadIt() throws Exception {
    String first;
    try (TestDoor door = new TestDoor(home)) {
      first = door.server.hostKeyLine();
    }
    Path file = home.resolve("ssh/host_ed25519");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file).content().startsWith("-----BEGIN OPENSSH PRIVATE KEY-----");
    Process shown = new ProcessBuilder("ssh-keygen", "-y", "-f", file.toString()).start();
    assertThat(TestDoor.run(shown, "").out()).startsWith(first);
    Files.delete(home.resolve("anna"));
    Files.delete(home.resolve("anna.pub"));
    try (TestDoor door = new TestDoor(home)) {
      assertThat(door.server.hostKeyLine()).isEqualTo(first);
      assertThat(door.ssh("paas", "version").status()).isZero();
    }
  }

  @Test
  void forwardingAgentX11AndSubsystemsAreRefused() throws Exception {
    try (TestDoor door = new TestDoor(home)) {
      assertThat(door.ssh("-W", "127.0.0.1:22", "paas").err()).contains("forwarding failed");
      assertThat(
              door.ssh("-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:22", "paas", "version")
                  .err())
          .contains("remote port forwarding failed");
      assertThat(door.ssh("-s", "paas", "sftp").err()).contains("subsystem request failed");
      assertThat(door.ssh("-A", "-X", "paas", "version").out()).isEqualTo("paas 1.2.3\n");
    }
  }

  @Test
  void strangersThatOnlyConnectAreCappedAndOthersStillComeIn() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try (TestDoor door = new TestDoor(home, s -> settings(s, 40, 20, 2))) {
      for (int i = 0; i < 300; i++) {
        sockets.add(new Socket(InetAddress.getLoopbackAddress(), door.server.address().getPort()));
      }
      await().atMost(SOON).until(() -> sockets.stream().filter(SshDoorTest::isOpen).count() <= 20);
      // They all stay, and come from the very address that a person comes from.
      assertThat(door.ssh("paas", "version").status()).isZero();
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void whoNeverShowsAKeyIsSentAway() throws Exception {
    try (TestDoor door = new TestDoor(home, s -> settings(s, 40, 20, 2));
        Socket socket =
            new Socket(InetAddress.getLoopbackAddress(), door.server.address().getPort())) {
      await().atMost(SOON).until(() -> !isOpen(socket));
    }
  }

  private static boolean isOpen(Socket socket) {
    try {
      socket.setSoTimeout(1);
      while (socket.getInputStream().read() >= 0) {
        // The server's greeting.
      }
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static SshSettings settings(SshSettings s, int all, int each, int perActor) {
    return new SshSettings(
        s.host(),
        s.port(),
        s.keyFolder(),
        false,
        all,
        each,
        perActor,
        4,
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        Duration.ofMillis(200),
        Duration.ofSeconds(1));
  }

  @Test
  void anActorsConnectionsAreCapped() throws Exception {
    try (TestDoor door = new TestDoor(home, s -> settings(s, 40, 20, 2))) {
      door.startSsh("paas", "wait");
      door.startSsh("paas", "wait");
      await().atMost(SOON).until(() -> door.verbs.waiting.get() == 2);
      TestDoor.Output third = door.ssh("paas", "version");
      assertThat(third.status()).isEqualTo(255);
    }
  }

  @Test
  void aSilentRequestOutlivesTheIdleTime() throws Exception {
    try (TestDoor door = new TestDoor(home, s -> settings(s, 40, 20, 2))) {
      Process silent = door.startSsh("paas", "wait");
      await().atMost(SOON).until(() -> door.verbs.waiting.get() == 1);
      assertThat(silent.waitFor(1600, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  @Test
  void anIdleConnectionIsClosed() throws Exception {
    try (TestDoor door = new TestDoor(home, s -> settings(s, 40, 20, 2))) {
      Process idle = door.startSsh("-N", "paas");
      assertThat(idle.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private OddClient odd(TestDoor door, long window) throws IOException {
    return new OddClient(door.server.address(), home.resolve("anna"), window);
  }

  @Test
  void aChannelOnWhichNothingIsAskedForKeepsNoConnection() throws Exception {
    try (TestDoor door = new TestDoor(home, s -> settings(s, 40, 20, 2));
        OddClient odd = odd(door, 1 << 20)) {
      odd.opensAChannel();
      await().atMost(SOON).until(() -> !odd.isOpen());
    }
  }

  @Test
  void whoDoesNotReadIsLetGoOnceAndNotForEachThingThatIsSaid() throws Exception {
    try (TestDoor door = new TestDoor(home, s -> settings(s, 40, 20, 2));
        OddClient odd = odd(door, 1 << 16)) {
      odd.asks("flood");
      await().atMost(SOON).until(() -> door.verbs.givenUp.get() == 1);
      assertThat(door.verbs.flooded.get()).isLessThan(1 << 20);
      await().atMost(SOON).until(() -> !odd.isOpen());
    }
  }

  @Test
  void whoAllowsGigabytesAndTakesNothingCostsLittleMemory() throws Exception {
    try (TestDoor door = new TestDoor(home, s -> settings(s, 40, 20, 2));
        OddClient odd = odd(door, 1L << 31)) {
      odd.asks("flood");
      odd.takesNothing();
      long said = door.verbs.flooded.get();
      await().atMost(SOON).until(() -> door.verbs.givenUp.get() == 1);
      // Beside ours, the kernel's buffers of both ends take their share.
      assertThat(door.verbs.flooded.get() - said).isLessThan(64 << 20);
    }
  }

  @Test
  void aStoppedClientIsGivenUp() throws Exception {
    try (TestDoor door = new TestDoor(home, s -> settings(s, 40, 20, 2))) {
      Process client = door.startSsh("paas", "wait");
      await().atMost(SOON).until(() -> door.verbs.waiting.get() == 1);
      TestDoor.run(door.start("kill", "-STOP", Long.toString(client.pid())), "");
      await().atMost(SOON).until(() -> door.verbs.cancelled.get() == 1);
    }
  }

  @Test
  void aClientThatGoesAwayCancelsItsRequest() throws Exception {
    try (TestDoor door = new TestDoor(home)) {
      Process client = door.startSsh("paas", "wait");
      await().atMost(SOON).until(() -> door.verbs.waiting.get() == 1);
      client.destroyForcibly();
      await().atMost(SOON).until(() -> door.verbs.cancelled.get() == 1);
    }
  }

  @Test
  void ctrlCOnATerminalCancels() throws Exception {
    try (TestDoor door = new TestDoor(home)) {
      Process client = door.startSsh("-tt", "paas", "wait");
      await().atMost(SOON).until(() -> door.verbs.waiting.get() == 1);
      client.getOutputStream().write(3);
      client.getOutputStream().flush();
      assertThat(client.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(client.exitValue()).isEqualTo(130);
    }
  }

  @Test
  void oneConnectionServesManyRequestsAndEndsWithItsKey() throws Exception {
    try (TestDoor door = new TestDoor(home)) {
      Files.writeString(
          door.config(),
          "  ControlMaster auto\n  ControlPath " + home + "/c\n  ControlPersist 60\n",
          StandardOpenOption.APPEND);
      Process first = door.startSsh("paas", "wait");
      await().atMost(SOON).until(() -> door.verbs.waiting.get() == 1);
      Process second = door.startSsh("paas", "wait");
      await().atMost(SOON).until(() -> door.verbs.waiting.get() == 2);
      assertThat(door.ssh("paas", "whoami").out()).isEqualTo("anna\n");
      assertThat(door.ssh("paas", "exit").status()).isEqualTo(7);
      door.keys.clear();
      door.server.revoke(door.fingerprint("anna"));
      assertThat(first.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(second.waitFor(10, TimeUnit.SECONDS)).isTrue();
      await().atMost(SOON).until(() -> door.verbs.cancelled.get() == 2);
      assertThat(door.ssh("paas", "whoami").status()).isEqualTo(255);
    }
  }

  @Test
  void theStatusIsNeverLostOnASharedConnection() throws Exception {
    try (TestDoor door = new TestDoor(home)) {
      Files.writeString(door.config(), "  ControlPath " + home + "/c\n", StandardOpenOption.APPEND);
      door.startSsh("-M", "-N", "paas");
      await().atMost(SOON).until(() -> Files.exists(home.resolve("c")));
      for (int i = 0; i < 40; i++) {
        assertThat(door.ssh("-n", "paas", "exit").status()).as("call %s", i).isEqualTo(7);
      }
    }
  }

  @Test
  void aWarmDoorServesAndHasLetNobodyIn() throws Exception {
    AtomicInteger strangers = new AtomicInteger();
    try (TestDoor door = new TestDoor(home)) {
      door.onUnknownKey = strangers::incrementAndGet;
      door.server.warmUp();
      await().atMost(SOON).until(() -> strangers.get() > 0);
      assertThat(door.ssh("paas", "whoami").out()).isEqualTo("anna\n");
    }
  }

  @Test
  void revokingAnActorLeavesOthersAlone() throws Exception {
    try (TestDoor door = new TestDoor(home)) {
      door.makeKey("bert");
      door.keys.put(door.fingerprint("bert"), new Actor("bert"));
      Process anna = door.startSsh("paas", "wait");
      Process bert = door.startSshAs("bert", "paas", "wait");
      await().atMost(SOON).until(() -> door.verbs.waiting.get() == 2);
      door.server.revoke(TestDoor.ANNA);
      assertThat(anna.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(bert.isAlive()).isTrue();
    }
  }

  @Test
  void aTerminalsNewSizeIsTold() throws Exception {
    try (TestDoor door = new TestDoor(home)) {
      String command =
          "tty; stty cols 90 rows 20; exec ssh -tt -F " + door.config() + " paas resize";
      Process client = door.start("script", "-qfc", command, "/dev/null");
      BufferedReader out = client.inputReader(StandardCharsets.UTF_8);
      String tty = out.readLine();
      assertThat(out.readLine()).isEqualTo("ready at 90x20");
      TestDoor.run(door.start("stty", "-F", tty, "cols", "101"), "");
      assertThat(out.readLine()).isEqualTo("now 101x20");
    }
  }
}
