package paas.engine.docker;

import com.github.dockerjava.api.model.Container;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.EngineUnavailable;
import paas.engine.OneOff;
import paas.engine.OneOffSpec;
import paas.engine.StartFailed;

/** Starts one-off processes, each in a container that is removed at its end. */
final class OneOffs {
  private static final Logger LOG = LoggerFactory.getLogger(OneOffs.class);

  private final DockerApi api;
  private final Names names;
  private final Networks networks;
  private final Containers containers;
  private final ContainerRequest requests;

  OneOffs(
      DockerApi api, Names names, Networks networks, Containers containers, Addresses addresses) {
    this.api = api;
    this.names = names;
    this.networks = networks;
    this.containers = containers;
    this.requests = new ContainerRequest(names, addresses, Logging.of(api));
  }

  OneOff start(OneOffSpec spec) throws StartFailed, InterruptedException {
    String container = names.container(spec);
    try {
      String address = networks.address(spec.app());
      api.call("create one-off", docker -> requests.create(docker, spec, address).exec());
    } catch (Refused e) {
      throw failed(e);
    }
    try {
      return attached(spec, container);
    } catch (Refused e) {
      containers.remove(container);
      throw failed(e);
    } catch (EngineUnavailable | InterruptedException e) {
      containers.remove(container);
      throw e;
    }
  }

  private OneOff attached(OneOffSpec spec, String container) throws InterruptedException {
    String all = "/attach?stream=1&stdin=1&stdout=1&stderr=1";
    Hijack streams = api.hijack("attach", "/containers/" + container + all, "");
    DockerOneOff run =
        new DockerOneOff(api, containers, container, streams, spec.terminal() != null);
    try {
      api.call("start one-off", docker -> docker.startContainerCmd(container).exec());
    } catch (RuntimeException | InterruptedException e) {
      run.close();
      throw e;
    }
    OneOffSpec.Terminal terminal = spec.terminal();
    if (terminal != null) {
      run.resize(terminal.columns(), terminal.rows());
    }
    return run;
  }

  /** Removes those that a server which was killed has left: their callers are gone with it. */
  void sweep() {
    for (Container left : containers.list(names.oneOffs())) {
      try {
        LOG.info("removing {}, whose caller is gone", String.join(" ", left.getNames()));
        containers.remove(left.getId());
      } catch (Refused e) {
        LOG.warn("{} stays for now: {}", left.getId(), e.reason());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static StartFailed failed(Refused e) {
    return e.reason().startsWith("No such image")
        ? new StartFailed("the image of this release is gone", "build it again: ps:rebuild")
        : new StartFailed(
            "the command cannot be started: " + e.reason(),
            "check it and try again",
            status(e.reason()));
  }

  /** What a shell would say: 127 when there is no such program, 126 when it cannot be run. */
  static int status(String reason) {
    boolean missing =
        reason.contains("executable file not found") || reason.contains("no such file");
    return missing ? 127 : reason.contains("permission denied") ? 126 : 1;
  }
}
