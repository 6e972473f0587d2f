package paas.ssh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ChannelSession;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.channel.AbstractChannel;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.core.CoreModuleProperties;

/** A client that does what OpenSSH would not: asks for nothing, reads nothing, allows too much. */
public final class OddClient implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final SshClient client = SshClient.setUpDefaultClient();
  private final ClientSession session;

  /**
   * One that is let in.
   *
   * @param window bytes that it allows to be sent to it before it has read any
   */
  public OddClient(InetSocketAddress door, Path key, long window) throws IOException {
    client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
    client.setKeyIdentityProvider(new FileKeyPairProvider(key));
    CoreModuleProperties.WINDOW_SIZE.set(client, window);
    client.start();
    session = client.connect("paas", door).verify(SOON).getSession();
    session.auth().verify(SOON);
  }

  /** Opens a channel and asks for nothing on it. */
  public void opensAChannel() throws IOException {
    // An ordinary one would ask as soon as it is open.
    AbstractChannel silent =
        new ChannelSession() {
          @Override
          protected void doOpen() {}
        };
    session.getService(ConnectionService.class).registerChannel(silent);
    ((ChannelSession) silent).open().verify(SOON);
  }

  /** Asks for this, and reads nothing of the answer beyond the window. */
  public ChannelExec asks(String line) throws IOException {
    ChannelExec channel = session.createExecChannel(line);
    channel.open().verify(SOON);
    return channel;
  }

  /** From now on it takes nothing off the wire. */
  public void takesNothing() {
    session.getIoSession().suspendRead();
  }

  public boolean isOpen() {
    return session.isOpen();
  }

  @Override
  public void close() {
    client.stop();
  }
}
