package paas.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import paas.engine.EngineUnavailable;
import paas.engine.InstanceSpec;
import paas.engine.InstanceState;
import paas.engine.Running;
import paas.engine.StartFailed;
import paas.engine.Stopped;
import paas.model.InstanceName;

/** The containers in which processes run. */
final class Containers {
  private static final int ADDRESS_ATTEMPTS = 20;
  private static final int SIDE_BY_SIDE = 8;
  private static final ThreadFactory VIRTUAL = Thread.ofVirtual().factory();
  private static final Duration SLACK = Duration.ofSeconds(15);

  private final DockerApi api;
  private final Names names;
  private final Networks networks;
  private final ContainerRequest requests;
  private final Addresses addresses;

  Containers(DockerApi api, Names names, Networks networks, Addresses addresses) {
    this.api = api;
    this.names = names;
    this.networks = networks;
    this.addresses = addresses;
    this.requests = new ContainerRequest(names, addresses, Logging.of(api));
  }

  /** A process that runs, and whether this call started it. */
  record Start(Running running, String id) {}

  Start start(InstanceSpec spec) throws StartFailed, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      String address = networks.address(spec.name().app());
      try {
        Optional<Start> there = create(spec, address);
        return there.isPresent() ? there.get() : started(spec);
      } catch (Refused e) {
        if (attempt == ADDRESS_ATTEMPTS || !mendable(spec, e)) {
          throw failed(spec, e);
        }
      }
    }
  }

  /** Creates the container; when there is one already, the answer is what can be made of it. */
  private Optional<Start> create(InstanceSpec spec, String address)
      throws InterruptedException, StartFailed {
    try {
      api.call("create container", docker -> requests.create(docker, spec, address).exec());
      return Optional.empty();
    } catch (Refused e) {
      if (e.status() != Refused.CONFLICT) {
        throw e;
      }
    }
    Optional<InspectContainerResponse> old = look(names.container(spec.name()));
    if (old.isPresent() && isPaused(old.get())) {
      unpause(spec.name());
    }
    if (old.isPresent() && isRunning(old.get())) {
      return Optional.of(new Start(running(spec.name(), old.get()), old.get().getId()));
    }
    if (old.isPresent() && !isNew(old.get())) {
      remove(names.container(spec.name()));
      return create(spec, address);
    }
    return Optional.empty();
  }

  private Start started(InstanceSpec spec) throws InterruptedException {
    String container = names.container(spec.name());
    try {
      api.call("start container", docker -> docker.startContainerCmd(container).exec());
    } catch (Refused e) {
      if (e.status() != Refused.NOT_MODIFIED) {
        remove(container);
        throw e;
      }
    }
    InspectContainerResponse now =
        look(container)
            .orElseThrow(() -> new Refused("start container", Refused.NOT_FOUND, "it is gone"));
    return new Start(running(spec.name(), now), now.getId());
  }

  /** Whether another address, or the network made anew, may help. */
  private boolean mendable(InstanceSpec spec, Refused e) {
    String reason = e.reason();
    if (reason.contains("network") && reason.contains("not found")) {
      networks.missing(spec.name().app());
      return true;
    }
    return reason.contains("Address already in use");
  }

  private static StartFailed failed(InstanceSpec spec, Refused e) {
    if (e.reason().startsWith("No such image")) {
      return new StartFailed(
          "the image of this release is gone from the Docker engine", "build it again: ps:rebuild");
    }
    return new StartFailed(
        spec.name().process() + " cannot be started: " + e.reason(),
        "if this is not about the app, see what the Docker engine says in its own log");
  }

  InstanceState inspect(InstanceName name) {
    return look(names.container(name))
        .map(container -> state(name, container))
        .orElse(new InstanceState.Gone(name));
  }

  private InstanceState state(InstanceName name, InspectContainerResponse container) {
    if (isPaused(container)) {
      return new InstanceState.Held(name, number(container, Names.RELEASE));
    }
    if (isRunning(container)) {
      return running(name, container);
    }
    ContainerState state = container.getState();
    if (isNew(container)) {
      return new InstanceState.Gone(name);
    }
    Long code = state.getExitCodeLong();
    return new InstanceState.Ended(
        name,
        number(container, Names.RELEASE),
        code == null ? null : code.intValue(),
        Boolean.TRUE.equals(state.getOOMKilled()),
        Times.parse(state.getFinishedAt()));
  }

  private Running running(InstanceName name, InspectContainerResponse container) {
    int port = number(container, Names.PORT);
    Addresses.Dial dial = addresses.dial(container, port);
    return new Running(
        name,
        number(container, Names.RELEASE),
        dial.host(),
        dial.port(),
        port,
        Times.parse(container.getState().getStartedAt()));
  }

  private static int number(InspectContainerResponse container, String label) {
    Map<String, String> labels = container.getConfig().getLabels();
    return Integer.parseInt(labels == null ? "0" : labels.getOrDefault(label, "0"));
  }

  static boolean isRunning(InspectContainerResponse container) {
    return Boolean.TRUE.equals(container.getState().getRunning());
  }

  private static boolean isPaused(InspectContainerResponse container) {
    return Boolean.TRUE.equals(container.getState().getPaused());
  }

  /** Whether it was created and never started. */
  private static boolean isNew(InspectContainerResponse container) {
    return "created".equals(container.getState().getStatus());
  }

  boolean runs(String container) {
    return look(container).filter(Containers::isRunning).isPresent();
  }

  /** Empty when it is gone. */
  Optional<Integer> exitCode(String container) {
    return look(container).map(now -> now.getState().getExitCodeLong()).map(Long::intValue);
  }

  Optional<InspectContainerResponse> look(String container) {
    try {
      return Optional.of(
          api.ask("inspect container", docker -> docker.inspectContainerCmd(container).exec()));
    } catch (Refused e) {
      if (e.status() == Refused.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The process id of its init as the engine's machine numbers it; 0 when it does not run. */
  long pid(InstanceName name) {
    return look(names.container(name))
        .filter(Containers::isRunning)
        .map(container -> container.getState().getPidLong())
        .orElse(0L);
  }

  /** Every process of this server, with its container's id; asked side by side. */
  List<Found> all() {
    List<Callable<Optional<Found>>> looks = new ArrayList<>();
    list(names.processes()).forEach(container -> looks.add(() -> found(container)));
    List<Found> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE, VIRTUAL)) {
      for (Future<Optional<Found>> look : threads.invokeAll(looks)) {
        look.get().ifPresent(all::add);
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineUnavailable("interrupted while containers were looked at", e);
    }
    return all;
  }

  private Optional<Found> found(Container container) {
    InstanceName name = InstanceName.parse(container.getLabels().getOrDefault(Names.NAME, ""));
    return look(container.getId()).map(now -> found(name, now));
  }

  private Found found(InstanceName name, InspectContainerResponse now) {
    List<String> entered = now.getExecIds();
    return new Found(now.getId(), state(name, now), entered != null && !entered.isEmpty());
  }

  /**
   * A container and what is true of the process in it.
   *
   * @param entered whether anything runs in it beside the process
   */
  record Found(String id, InstanceState state, boolean entered) {}

  List<Container> list(List<String> labels) {
    return api.ask(
        "list containers",
        docker -> docker.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec());
  }

  /** Whether it stands still now. */
  boolean pause(InstanceName name) throws InterruptedException {
    String container = names.container(name);
    return turned(
        "pause container", docker -> docker.pauseContainerCmd(container).exec(), name, true);
  }

  /** Whether it runs now. */
  boolean unpause(InstanceName name) throws InterruptedException {
    String container = names.container(name);
    return turned(
        "unpause container", docker -> docker.unpauseContainerCmd(container).exec(), name, false);
  }

  /** The engine refuses what is so already, and what is not there. */
  private boolean turned(
      String what, Function<DockerClient, ?> command, InstanceName name, boolean paused)
      throws InterruptedException {
    try {
      api.call(what, command);
      return true;
    } catch (Refused e) {
      return look(names.container(name))
          .filter(now -> isRunning(now) && isPaused(now) == paused)
          .isPresent();
    }
  }

  /** How a process ended, and its container, which is still there; an empty id: there was none. */
  record End(Stopped stopped, String id) {}

  /** Ends the process and waits for that. */
  End end(InstanceName name, Duration grace) throws InterruptedException {
    Optional<InspectContainerResponse> there = look(names.container(name));
    String id = there.map(InspectContainerResponse::getId).orElse("");
    if (there.filter(Containers::isPaused).isPresent()) {
      // What stands still hears no signal.
      unpause(name);
    }
    long begin = System.nanoTime();
    boolean killed = !id.isEmpty() && kill(id, "SIGTERM") && !ended(id, grace);
    if (killed) {
      kill(id, "SIGKILL");
      if (!ended(id, SLACK)) {
        String words = name + " does not end although it was killed";
        throw new EngineUnavailable(words, new IllegalStateException(words));
      }
    }
    return new End(new Stopped(since(begin), killed), id);
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** False when it does not run (any more). */
  boolean kill(String container, String signal) throws InterruptedException {
    try {
      api.call(
          "signal container",
          docker -> docker.killContainerCmd(container).withSignal(signal).exec());
      return true;
    } catch (Refused e) {
      if (e.gone()) {
        return false;
      }
      throw e;
    }
  }

  /** Whether it ends within this time. */
  boolean ended(String container, Duration limit) throws InterruptedException {
    Request wait =
        api.request(
                "POST", "/containers/" + container + "/wait", Map.of("condition", "not-running"))
            .build();
    try {
      api.json("wait for container", wait, limit);
      return true;
    } catch (Refused e) {
      if (e.status() == Refused.NOT_FOUND) {
        return true;
      }
      throw e;
    } catch (EngineUnavailable e) {
      // The deadline of this call is the grace itself; a lost engine shows with the next call.
      return !runs(container);
    }
  }

  void remove(String container) throws InterruptedException {
    try {
      api.call(
          "remove container",
          docker ->
              docker.removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec());
    } catch (Refused e) {
      // 409: its removal has already begun.
      if (e.status() != Refused.NOT_FOUND && e.status() != Refused.CONFLICT) {
        throw e;
      }
    }
  }
}
