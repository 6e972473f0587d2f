package paas.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import paas.buildpacks.plan.Buildpacks;
import paas.buildpacks.plan.StartCommand;
import paas.engine.InstanceSpec;
import paas.engine.OneOffSpec;
import paas.model.AppId;
import paas.model.Artifact;

/** How a container is asked for: the same limits for every app, and nothing that a user wrote. */
final class ContainerRequest {
  static final int DEFAULT_PORT = 5000;
  private static final long MOST_PROCESSES = 1024;

  /** What public images need that start as root, own their files and then give root up. */
  private static final Capability[] FOR_ROOT = {
    Capability.CHOWN,
    Capability.SETUID,
    Capability.SETGID,
    Capability.DAC_OVERRIDE,
    Capability.FOWNER,
    Capability.KILL,
    Capability.NET_BIND_SERVICE
  };

  private final Names names;
  private final Addresses addresses;
  private final LogConfig logs;

  /**
   * @param logs where containers' output goes
   */
  ContainerRequest(Names names, Addresses addresses, LogConfig logs) {
    this.names = names;
    this.addresses = addresses;
    this.logs = logs;
  }

  CreateContainerCmd create(DockerClient docker, InstanceSpec spec, String address) {
    int port = spec.port() == null ? DEFAULT_PORT : spec.port();
    Artifact.Image image = image(spec.artifact());
    HostConfig host = hostConfig(spec.name().app(), image, spec.memoryBytes());
    List<String> env = env(spec.env());
    env.add("PORT=" + port);
    CreateContainerCmd command =
        docker
            .createContainerCmd(image.reference())
            .withName(names.container(spec.name()))
            .withLabels(names.labels(spec, port, address))
            .withEnv(env)
            .withIpv4Address(address)
            .withHostConfig(host);
    addresses.publish(command, host, port);
    return spec.command().isEmpty() ? command : shell(command, spec.command(), image);
  }

  CreateContainerCmd create(DockerClient docker, OneOffSpec spec, String address) {
    Artifact.Image image = image(spec.artifact());
    boolean terminal = spec.terminal() != null;
    List<String> env = env(spec.env());
    if (spec.terminal() != null) {
      env.add("TERM=" + spec.terminal().type());
    }
    CreateContainerCmd command =
        docker
            .createContainerCmd(image.reference())
            .withName(names.container(spec))
            .withLabels(names.labels(spec))
            .withEnv(env)
            .withIpv4Address(address)
            .withTty(terminal)
            .withStdinOpen(true)
            .withStdInOnce(true)
            .withAttachStdin(true)
            .withAttachStdout(true)
            .withAttachStderr(true)
            .withHostConfig(hostConfig(spec.app(), image, spec.memoryBytes()));
    List<String> argv = spec.argv();
    return argv.size() == 1 ? shell(command, argv.getFirst(), image) : exec(command, argv, image);
  }

  /** The shell gives way to the app where it can, so that SIGTERM reaches the app itself. */
  private static CreateContainerCmd shell(
      CreateContainerCmd command, String line, Artifact.Image image) {
    return exec(command, List.of("sh", "-c", StartCommand.shellLine(line)), image);
  }

  /** What buildpacks built is started by a script of ours, after what they left in .profile.d. */
  private static CreateContainerCmd exec(
      CreateContainerCmd command, List<String> argv, Artifact.Image image) {
    return Names.fromBuildpacks(image)
        ? command.withEntrypoint("bash", Buildpacks.START).withCmd(argv)
        : command.withEntrypoint(argv.subList(0, 1)).withCmd(argv.subList(1, argv.size()));
  }

  private HostConfig hostConfig(AppId app, Artifact.Image image, long memory) {
    HostConfig host =
        HostConfig.newHostConfig()
            .withNetworkMode(names.network(app))
            .withInit(true)
            .withCapDrop(Capability.ALL)
            .withSecurityOpts(List.of("no-new-privileges"))
            .withPidsLimit(MOST_PROCESSES)
            .withMemory(memory)
            .withMemorySwap(memory)
            // The server starts again what ended, after a crash and after a restart of the engine
            // or the
            // machine: two watchmen would hide from a deploy that its new release crashes.
            .withRestartPolicy(RestartPolicy.noRestart())
            .withLogConfig(logs);
    return Names.fromOwnDockerfile(image) ? host.withCapAdd(FOR_ROOT) : host;
  }

  private static List<String> env(Map<String, String> env) {
    List<String> pairs = new ArrayList<>();
    env.forEach((name, value) -> pairs.add(name + "=" + value));
    return pairs;
  }

  static Artifact.Image image(Artifact artifact) {
    return switch (artifact) {
      case Artifact.Image image -> image;
      case Artifact.Slug slug ->
          throw new IllegalArgumentException("not an image: " + slug.reference());
    };
  }
}
