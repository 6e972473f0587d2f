package paas.hooks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.eclipse.jgit.lib.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One {@code git-receive-pack}: from the client's first byte to its exit status. */
public final class PushSession {
  private static final Logger log = LoggerFactory.getLogger(PushSession.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final PushLimits limits;
  private final Duration heartbeat;

  public PushSession(PushLimits limits) {
    this(limits, HEARTBEAT);
  }

  PushSession(PushLimits limits, Duration heartbeat) {
    this.limits = limits;
    this.heartbeat = heartbeat;
  }

  /**
   * Serves the push on this thread. The streams stay open; while a deploy runs, another thread may
   * write to {@code out} and {@code err}.
   *
   * @param err the channel's stderr: progress for a client without side-band
   */
  public PushResult receive(
      Repository repository,
      InputStream in,
      OutputStream out,
      OutputStream err,
      PushHandler handler) {
    ReportGate gate = new ReportGate(out, heartbeat);
    Receiver receiver = new Receiver(repository, limits, gate, err, handler);
    boolean sound = serve(receiver, in, gate, err);
    gate.release(receiver.refused(), limits.idle());
    return new PushResult(sound && receiver.accepted() ? 0 : 1, gate.gone());
  }

  private static boolean serve(
      Receiver receiver, InputStream in, ReportGate gate, OutputStream err) {
    try {
      receiver.receive(in, gate, err);
      return true;
    } catch (IOException e) {
      log.debug("push ended early", e);
      return false;
    } catch (RuntimeException e) {
      log.error("push failed in the server", e);
      return false;
    }
  }
}
