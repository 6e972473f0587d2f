package paas.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.model.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.EngineUnavailable;

/** A command inside of an instance's container. It ends with the container. */
final class Entered extends Attachment {
  private static final Logger LOG = LoggerFactory.getLogger(Entered.class);

  /** A variable by which a command and all that it starts are found again inside. */
  static final String MARK = "PAAS_ENTERED";

  /** As a shell says it of what was killed. */
  private static final int KILLED = 137;

  /**
   * Docker gives its connection away before it begins the command: until then that neither runs nor
   * has ended. One that is so for longer was lost.
   */
  private static final Duration BEGINNING = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration SLACK = Duration.ofSeconds(5);

  /**
   * Docker can begin a command and cannot end one, so that this is done from inside, with nothing
   * but a shell: $1 is the signal, $2 the mark. A shell reads an environment as lines without NULs.
   */
  private static final String SIGNAL =
      """
      for p in /proc/[0-9]*; do
        while read -r line || [ -n "$line" ]; do
          case $line in *"$2"*) kill -s "$1" "${p#/proc/}"; kill -s CONT "${p#/proc/}"; break ;; esac
        done <"$p/environ"
      done 2>/dev/null
      """;

  private final DockerApi api;
  private final String container;
  private final String id;
  private final String mark;
  private final boolean terminal;
  private final long made = System.nanoTime();

  Entered(
      DockerApi api, String container, String id, String mark, Hijack hijack, boolean terminal) {
    super(new DockerStreams(hijack, "enter-" + id, terminal), new Resizing(api, "/exec/" + id));
    this.api = api;
    this.container = container;
    this.id = id;
    this.mark = mark;
    this.terminal = terminal;
  }

  @Override
  public Optional<Integer> waitFor(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<Integer> status = status();
      if (status.isPresent() || System.nanoTime() > deadline) {
        return status;
      }
      Thread.sleep(LOOK);
    }
  }

  /** Empty while it runs. */
  private Optional<Integer> status() throws InterruptedException {
    try {
      InspectExecResponse now =
          api.call("look at command", docker -> docker.inspectExecCmd(id).exec());
      Long code = now.getExitCodeLong();
      boolean begins = code == null && System.nanoTime() - made < BEGINNING.toNanos();
      return begins || Boolean.TRUE.equals(now.isRunning())
          ? Optional.empty()
          : Optional.of(code == null ? KILLED : code.intValue());
    } catch (Refused e) {
      if (e.status() == Refused.NOT_FOUND) {
        return Optional.of(KILLED);
      }
      throw e;
    }
  }

  @Override
  void end() throws InterruptedException {
    try {
      if (status().isEmpty()) {
        signal(api, container, terminal ? "HUP" : "TERM", mark);
        if (waitFor(DockerOneOff.GRACE).isEmpty()) {
          signal(api, container, "KILL", mark);
        }
      }
    } catch (Refused | EngineUnavailable e) {
      LOG.warn("a command inside of {} may go on: {}", container, e.getMessage());
    }
  }

  /** Signals all that carries the mark, or begins with it. */
  static void signal(DockerApi api, String container, String name, String mark)
      throws InterruptedException {
    api.call("end command", docker -> signalled(docker, container, name, mark));
  }

  private static boolean signalled(
      DockerClient docker, String container, String name, String mark) {
    String[] script = {"sh", "-c", SIGNAL, "sh", name, mark};
    String own = docker.execCreateCmd(container).withCmd(script).exec().getId();
    try (ResultCallback.Adapter<Frame> done = new ResultCallback.Adapter<>()) {
      docker.execStartCmd(own).withDetach(false).exec(done);
      return done.awaitCompletion(SLACK.toSeconds(), TimeUnit.SECONDS);
    } catch (IOException e) {
      LOG.debug("a signal's stream did not close", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
