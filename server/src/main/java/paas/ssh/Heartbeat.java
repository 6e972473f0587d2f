package paas.ssh;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections that nobody uses and those whose client is gone without a word. The signs of
 * life also keep a silent build's connection open in every router on the way.
 */
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final int MOST_MISSED = 4;

  private final Connections connections;
  private final SshSettings settings;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ssh-heartbeat").factory());

  private Heartbeat(Connections connections, SshSettings settings) {
    this.connections = connections;
    this.settings = settings;
  }

  static Heartbeat start(Connections connections, SshSettings settings) {
    Heartbeat heartbeat = new Heartbeat(connections, settings);
    long each = settings.heartbeat().toMillis();
    var _ =
        heartbeat.clock.scheduleWithFixedDelay(heartbeat::beat, each, each, TimeUnit.MILLISECONDS);
    return heartbeat;
  }

  private void beat() {
    for (Connection connection : connections.all(Connection::authenticated)) {
      try {
        beat(connection);
      } catch (IOException | RuntimeException e) {
        // One broken connection must not end the beat for all others.
        LOG.debug("closing a connection that cannot be written to", e);
        connection.session().close(true);
      }
    }
  }

  private void beat(Connection connection) throws IOException {
    Session session = connection.session();
    if (connection.idleFor(settings.idleTime())) {
      Connections.end(session, "idle");
    } else if (connection.ask() > MOST_MISSED) {
      session.close(true);
    } else {
      Buffer ask = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
      ask.putString("keepalive@openssh.com");
      ask.putBoolean(true);
      session.request(ask, "keepalive@openssh.com", (command, answer) -> connection.alive());
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
