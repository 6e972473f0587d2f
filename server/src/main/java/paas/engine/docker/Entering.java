package paas.engine.docker;

import com.github.dockerjava.api.command.ExecCreateCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.buildpacks.plan.StartCommand;
import paas.engine.EngineUnavailable;
import paas.engine.EnterSpec;
import paas.engine.OneOffSpec;
import paas.engine.StartFailed;

/** Runs commands inside of the containers of instances. */
final class Entering {
  private static final Logger LOG = LoggerFactory.getLogger(Entering.class);
  private final DockerApi api;
  private final Names names;
  private final Containers containers;
  private final AtomicLong count = new AtomicLong();

  Entering(DockerApi api, Names names, Containers containers) {
    this.api = api;
    this.names = names;
    this.containers = containers;
  }

  Entered enter(EnterSpec spec) throws StartFailed, InterruptedException {
    String container =
        containers
            .look(names.container(spec.name()))
            .filter(Containers::isRunning)
            .map(InspectContainerResponse::getId)
            .orElseThrow(() -> notRunning(spec));
    OneOffSpec.Terminal terminal = spec.terminal();
    String mark = Entered.MARK + "=" + count.incrementAndGet() + ";";
    try {
      String id = api.call("enter", docker -> request(docker.execCreateCmd(container), spec, mark));
      Hijack streams =
          api.hijack(
              "enter",
              "/exec/" + id + "/start",
              "{\"Detach\":false,\"Tty\":" + (terminal != null) + "}");
      Entered entered = new Entered(api, container, id, mark, streams, terminal != null);
      if (terminal != null) {
        entered.resize(terminal.columns(), terminal.rows());
      }
      return entered;
    } catch (Refused e) {
      throw e.gone()
          ? notRunning(spec)
          : new StartFailed(
              "the command cannot be started: " + e.reason(),
              "check it and try again",
              OneOffs.status(e.reason()));
    }
  }

  private static String request(ExecCreateCmd command, EnterSpec spec, String mark) {
    List<String> env = new ArrayList<>(List.of(mark));
    OneOffSpec.Terminal terminal = spec.terminal();
    if (terminal != null) {
      env.add("TERM=" + terminal.type());
    }
    List<String> argv = spec.argv();
    String[] words =
        argv.size() == 1
            ? new String[] {"sh", "-c", StartCommand.shellLine(argv.getFirst())}
            : argv.toArray(String[]::new);
    return command
        .withTty(terminal != null)
        .withAttachStdin(true)
        .withAttachStdout(true)
        .withAttachStderr(true)
        .withEnv(env)
        .withCmd(words)
        .exec()
        .getId();
  }

  /** Ends what the callers of a server that was killed have left in a container. */
  void sweep(String container) {
    try {
      Entered.signal(api, container, "KILL", Entered.MARK + "=");
    } catch (Refused | EngineUnavailable e) {
      LOG.warn("what was entered into {} may go on: {}", container, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static StartFailed notRunning(EnterSpec spec) {
    return new StartFailed(
        spec.name().process() + " does not run",
        "see what does: ssh paas ps; to start one: ps:restart");
  }
}
