package paas.ssh;

import static org.apache.sshd.core.CoreModuleProperties.AUTH_TIMEOUT;
import static org.apache.sshd.core.CoreModuleProperties.IDLE_TIMEOUT;
import static org.apache.sshd.core.CoreModuleProperties.MAX_CONCURRENT_CHANNELS;
import static org.apache.sshd.core.CoreModuleProperties.SERVER_IDENTIFICATION;
import static org.apache.sshd.core.CoreModuleProperties.SOCKET_KEEPALIVE;
import static org.apache.sshd.core.CoreModuleProperties.TCP_NODELAY;
import static org.apache.sshd.core.CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.global.NoMoreSessionsHandler;
import org.jspecify.annotations.Nullable;
import paas.cli.Verbs;
import paas.model.Actor;

/** The door: takes public keys, git and verbs, and nothing else. */
public final class SshServer implements AutoCloseable {
  /** For what was said last to reach its client. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final org.apache.sshd.server.SshServer sshd;
  private final HostKey hostKey;
  private final Connections connections;
  private final Heartbeat heartbeat;
  private final Verbs verbs;

  private SshServer(
      org.apache.sshd.server.SshServer sshd,
      HostKey hostKey,
      Connections connections,
      Heartbeat heartbeat,
      Verbs verbs) {
    this.sshd = sshd;
    this.hostKey = hostKey;
    this.connections = connections;
    this.heartbeat = heartbeat;
    this.verbs = verbs;
  }

  /**
   * Opens the door.
   *
   * @throws IOException when the port is taken or the host key cannot be read or made
   */
  public static SshServer start(SshSettings settings, KeyRing keys, GitDoor git, Verbs verbs)
      throws IOException {
    HostKey hostKey = hostKey(settings);
    Connections connections = new Connections(settings);
    org.apache.sshd.server.SshServer sshd = Algorithms.server(settings.sntrup761());
    sshd.setHost(settings.host());
    sshd.setPort(settings.port());
    sshd.setKeyPairProvider(KeyPairProvider.wrap(hostKey.pair()));
    only(sshd, connections);
    limits(sshd, settings);
    sshd.setPublickeyAuthenticator((user, key, session) -> admits(keys, connections, key, session));
    sshd.setCommandFactory(
        (channel, line) -> command(connections, channel.getSession(), line, git, verbs));
    sshd.setShellFactory(channel -> command(connections, channel.getSession(), "", git, verbs));
    sshd.addSessionListener(connections);
    sshd.addChannelListener(connections);
    sshd.start();
    return new SshServer(sshd, hostKey, connections, Heartbeat.start(connections, settings), verbs);
  }

  private static HostKey hostKey(SshSettings settings) throws IOException {
    try {
      return HostKey.in(settings.keyFolder());
    } catch (GeneralSecurityException e) {
      throw new IOException("the SSH host key in " + settings.keyFolder() + " cannot be used", e);
    }
  }

  /** Session channels and public keys; no forwarding of any kind, no subsystem, no password. */
  private static void only(org.apache.sshd.server.SshServer sshd, Connections connections) {
    sshd.setUserAuthFactories(List.of(new UserAuthPublicKeyFactory(Algorithms.userKeys())));
    sshd.setChannelFactories(List.of(new DoorChannels(connections::begins)));
    sshd.setGlobalRequestHandlers(List.of(new KeepAliveHandler(), NoMoreSessionsHandler.INSTANCE));
    sshd.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    sshd.setAgentFactory(null);
    sshd.setSubsystemFactories(List.of());
  }

  private static void limits(org.apache.sshd.server.SshServer sshd, SshSettings settings) {
    SERVER_IDENTIFICATION.set(sshd, "paas");
    AUTH_TIMEOUT.set(sshd, settings.authTime());
    // Our own heartbeat decides, because it knows whether a request runs.
    IDLE_TIMEOUT.set(sshd, Duration.ZERO);
    MAX_CONCURRENT_CHANNELS.set(sshd, settings.perConnection());
    TCP_NODELAY.set(sshd, true);
    SOCKET_KEEPALIVE.set(sshd, true);
    // A person may hold a terminal's output for a while.
    WAIT_FOR_SPACE_TIMEOUT.set(sshd, settings.unread());
    sshd.setChannelStreamWriterResolver(
        (channel, _) -> new PacedWriter(channel, settings.unread()));
  }

  private static boolean admits(
      KeyRing keys, Connections connections, PublicKey key, Session session) {
    connections.shows(session, KeyUtils.getFingerPrint(key));
    Optional<Actor> actor = keys.actorOf(key);
    connections.belongsTo(session, actor.orElse(null));
    return actor.isPresent();
  }

  private static @Nullable Command command(
      Connections connections, Session session, String line, GitDoor git, Verbs verbs) {
    Actor who = connections.actor(session);
    return who == null ? null : new ExecCommand(who, line, git, verbs);
  }

  /** Makes the first caller's wait as short as any other's; returns at once. */
  public void warmUp() {
    WarmUp.start(address(), hostKey.pair().getPublic(), verbs);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) sshd.getBoundAddresses().iterator().next();
  }

  /** {@code ssh-ed25519 AAAA...}: what follows the host in a known_hosts line. */
  public String hostKeyLine() {
    return hostKey.line();
  }

  /** Ends all connections that came in with a key, given as {@code SHA256:...}. */
  public void revoke(String fingerprint) {
    connections.endKey(fingerprint);
  }

  /** Ends all connections of an actor. */
  public void revoke(Actor actor) {
    connections.endActor(actor);
  }

  /** Closes the door and all connections; requests have a moment to end by themselves. */
  @Override
  public void close() throws IOException {
    heartbeat.close();
    long until = System.nanoTime() + LAST_WORDS.toNanos();
    while (connections.busy() && System.nanoTime() < until) {
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    sshd.stop(true);
  }
}
