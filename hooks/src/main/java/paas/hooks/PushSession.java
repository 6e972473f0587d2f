package paas.hooks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.eclipse.jgit.lib.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.hooks.pack.PackIntake;
import paas.hooks.pack.Room;

/** One {@code git-receive-pack}: from the client's first byte to its exit status. */
public final class PushSession {
  private static final Logger log = LoggerFactory.getLogger(PushSession.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final double INDEX_PART = 0.25;

  private final PushLimits limits;
  private final PackIntake intake;
  private final Duration heartbeat;

  /**
   * Sessions that share memory.
   *
   * @param work for the contents of objects; what reads large files of the repositories takes it
   *     too
   */
  public PushSession(PushLimits limits, Room work) {
    this(limits, work, HEARTBEAT);
  }

  PushSession(PushLimits limits, Room work, Duration heartbeat) {
    this.limits = limits;
    this.heartbeat = heartbeat;
    PackIntake.Rooms rooms = new PackIntake.Rooms(Room.ofHeap(INDEX_PART), work);
    this.intake = new PackIntake(limits.pack(), rooms, SoundObjects::new);
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
    InputStream steady = new SteadyInput(in, limits.idle(), SteadyInput.OF_A_PUSH);
    Receiver receiver = new Receiver(repository, limits, gate, err, handler, intake, steady);
    boolean sound = serve(receiver, gate, repository, err);
    gate.release(receiver.refused(), limits.idle());
    return new PushResult(sound && receiver.accepted() ? 0 : 1, gate.gone());
  }

  private static boolean serve(
      Receiver receiver, ReportGate gate, Repository repository, OutputStream err) {
    try {
      receiver.serve(gate);
      return true;
    } catch (IOException e) {
      log.debug("push ended early", e);
      if (!gate.holds()) {
        LastWords.say(e, repository, err);
      }
      return false;
    } catch (RuntimeException e) {
      log.error("push failed in the server", e);
      return false;
    }
  }
}
