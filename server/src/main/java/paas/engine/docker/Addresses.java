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
    List<Network> networks =
        api.ask(
            "list networks", docker -> docker.listNetworksCmd().withNameFilter("bridge").exec());
    return networks.stream().anyMatch(Addresses::isHere) ? DIRECT : LOOPBACK;
  }

  /**
   * Whether the bridge is an interface of this machine, with an address in the bridge's network.
   */
  private static boolean isHere(Network network) {
    String bridge =
        Objects.requireNonNullElse(network.getOptions(), Map.<String, String>of())
            .getOrDefault("com.docker.network.bridge.name", "");
    try {
      NetworkInterface here = bridge.isEmpty() ? null : NetworkInterface.getByName(bridge);
      return here != null
          && here.inetAddresses()
              .filter(Inet4Address.class::isInstance)
              .map(address -> Subnet.parse(address.getHostAddress()))
              .anyMatch(address -> Networks.subnets(network).stream().anyMatch(address::overlaps));
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

  /**
   * Where it is now, which a hand may have changed; else its label, because Docker forgets the
   * address of a container that has ended.
   */
  private static String address(InspectContainerResponse container) {
    String network = String.valueOf(container.getHostConfig().getNetworkMode());
    ContainerNetwork now =
        Objects.requireNonNullElse(
                container.getNetworkSettings().getNetworks(), Map.<String, ContainerNetwork>of())
            .get(network);
    String address = now == null ? null : now.getIpAddress();
    Map<String, String> labels = container.getConfig().getLabels();
    return address != null && !address.isEmpty()
        ? address
        : labels == null ? "" : labels.getOrDefault(Names.ADDRESS, "");
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
