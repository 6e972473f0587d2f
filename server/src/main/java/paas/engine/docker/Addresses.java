package paas.engine.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How the proxy reaches a container: by its own address, or by a port on loopback. */
enum Addresses {
  /** Containers' addresses are on this machine: no port is published, none can collide. */
  DIRECT,
  /** Containers live in another machine or namespace (Docker Desktop, rootless engines). */
  LOOPBACK;

  private static final String LOCALHOST = "127.0.0.1";

  record Dial(String host, int port) {}

  /** Finds out which holds: directly, when the engine's bridge is an interface of this machine. */
  static Addresses probe(DockerApi api) {
    Info info = api.ask("info", docker -> docker.infoCmd().exec());
    List<String> options = Objects.requireNonNullElse(info.getSecurityOptions(), List.of());
    if (options.contains("name=rootless")) {
      return LOOPBACK;
    }
    List<Network> bridges =
        api.ask(
            "list networks", docker -> docker.listNetworksCmd().withNameFilter("bridge").exec());
    return bridges.stream()
            .flatMap(network -> Networks.subnets(network).stream())
            .anyMatch(Addresses::isHere)
        ? DIRECT
        : LOOPBACK;
  }

  /** By the subnet, because an engine tells its bridge's gateway only from its second start on. */
  private static boolean isHere(Subnet subnet) {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(Inet4Address.class::isInstance)
          .anyMatch(address -> subnet.overlaps(Subnet.parse(address.getHostAddress())));
    } catch (SocketException e) {
      return false;
    }
  }

  String fact() {
    return switch (this) {
      case DIRECT -> "addresses: dialled directly";
      case LOOPBACK -> "addresses: loopback ports (the engine's own network is not reachable)";
    };
  }

  /** Publishes the app's port where that is the only way to it. */
  void publish(CreateContainerCmd command, HostConfig host, int port) {
    switch (this) {
      case DIRECT -> {}
      case LOOPBACK -> {
        ExposedPort exposed = ExposedPort.tcp(port);
        command.withExposedPorts(exposed);
        host.withPortBindings(new PortBinding(Ports.Binding.bindIp(LOCALHOST), exposed));
      }
    }
  }

  /** Where a container that runs, or just ran, is dialled. */
  Dial dial(InspectContainerResponse container, int port) {
    return switch (this) {
      case DIRECT -> new Dial(address(container), port);
      case LOOPBACK -> new Dial(LOCALHOST, published(container, port));
    };
  }

  private static String address(InspectContainerResponse container) {
    Map<String, String> labels = container.getConfig().getLabels();
    String fixed = labels == null ? null : labels.get(Names.ADDRESS);
    if (fixed != null) {
      return fixed;
    }
    Map<String, ContainerNetwork> networks = container.getNetworkSettings().getNetworks();
    return networks.values().stream()
        .map(ContainerNetwork::getIpAddress)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("");
  }

  /** 0 when it has already ended: then nobody listens there anyway. */
  private static int published(InspectContainerResponse container, int port) {
    Ports ports = container.getNetworkSettings().getPorts();
    Ports.Binding[] bindings =
        ports == null ? null : ports.getBindings().get(ExposedPort.tcp(port));
    return bindings == null || bindings.length == 0
        ? 0
        : Integer.parseInt(bindings[0].getHostPortSpec());
  }
}
