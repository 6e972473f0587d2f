package paas.engine.docker;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.Map;
import paas.engine.EngineUnavailable;
import paas.engine.OneOff;
import paas.engine.OneOffSpec;
import paas.engine.StartFailed;

/** Starts one-off processes, each in a container that is removed at its end. */
final class OneOffs {
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
    this.requests = new ContainerRequest(names, addresses);
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
    } catch (IOException e) {
      containers.remove(container);
      throw new EngineUnavailable("the streams of the command cannot be opened", e);
    }
  }

  private OneOff attached(OneOffSpec spec, String container)
      throws IOException, InterruptedException {
    Pipe stdin = Pipe.open();
    Map<String, String> all = Map.of("stream", "1", "stdin", "1", "stdout", "1", "stderr", "1");
    Request.Builder attach = api.request("POST", "/containers/" + container + "/attach", all);
    attach.hijackedInput(Channels.newInputStream(stdin.source()));
    Response streams = api.open("attach", attach.build());
    try {
      api.call("start one-off", docker -> docker.startContainerCmd(container).exec());
    } catch (RuntimeException | InterruptedException e) {
      streams.close();
      stdin.sink().close();
      throw e;
    }
    DockerOneOff run = new DockerOneOff(api, containers, container, streams, stdin, spec);
    OneOffSpec.Terminal terminal = spec.terminal();
    if (terminal != null) {
      run.resize(terminal.columns(), terminal.rows());
    }
    return run;
  }

  private static StartFailed failed(Refused e) {
    return e.reason().startsWith("No such image")
        ? new StartFailed("the image of this release is gone", "build it again: ps:rebuild")
        : new StartFailed("the command cannot be started: " + e.reason(), "check it and try again");
  }
}
