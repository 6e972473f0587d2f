package paas.engine.docker;

import com.github.dockerjava.api.model.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import paas.model.AppId;

/** One bridge network per app: its processes see each other and no other app's. */
final class Networks {
  private static final Path ROUTES = Path.of("/proc/net/route");
  private static final int ATTEMPTS = 5;

  private final DockerApi api;
  private final Names names;
  private final AddressBook book;
  private final Set<AppId> known = ConcurrentHashMap.newKeySet();

  Networks(DockerApi api, Names names, AddressBook book) {
    this.api = api;
    this.names = names;
    this.book = book;
  }

  /** An address for a new process of this app, whose network is made first when it is missing. */
  synchronized String address(AppId app) throws InterruptedException {
    if (known.add(app)) {
      try {
        ensure(app);
      } catch (RuntimeException | InterruptedException e) {
        known.remove(app);
        throw e;
      }
    }
    return book.next(app);
  }

  /** Forgets that the network was there: somebody removed it behind our back. */
  void missing(AppId app) {
    known.remove(app);
  }

  private void ensure(AppId app) throws InterruptedException {
    List<Network> networks = api.call("list networks", docker -> docker.listNetworksCmd().exec());
    Subnet wanted = book.of(app).orElse(null);
    for (Network network : networks) {
      if (network.getName().equals(names.network(app))) {
        if (subnets(network).contains(wanted)) {
          return;
        }
        // Made by a server whose book is lost: nothing of ours can name its addresses.
        remove(network.getId());
      }
    }
    List<Subnet> taken = hostRoutes();
    networks.forEach(network -> taken.addAll(subnets(network)));
    Subnet subnet = wanted != null ? wanted : assign(app, taken);
    create(app, subnet, taken);
  }

  private Subnet assign(AppId app, List<Subnet> taken) {
    return book.assign(app, candidate -> taken.stream().anyMatch(candidate::overlaps));
  }

  private void create(AppId app, Subnet first, List<Subnet> taken) throws InterruptedException {
    Subnet subnet = first;
    for (int attempt = 1; ; attempt++) {
      try {
        create(app, subnet);
        return;
      } catch (Refused e) {
        // Somebody else took that range since we looked.
        if (attempt == ATTEMPTS || !e.reason().contains("overlaps")) {
          throw e;
        }
        taken.add(subnet);
        subnet = assign(app, taken);
      }
    }
  }

  private void create(AppId app, Subnet subnet) throws InterruptedException {
    Network.Ipam.Config range =
        new Network.Ipam.Config().withSubnet(subnet.toString()).withGateway(subnet.address(1));
    api.call(
        "create network",
        docker ->
            docker
                .createNetworkCmd()
                .withName(names.network(app))
                .withCheckDuplicate(true)
                .withDriver("bridge")
                .withIpam(new Network.Ipam().withConfig(range))
                .withLabels(names.labels(app))
                .exec());
  }

  /** The IPv4 ranges of a network. */
  static List<Subnet> subnets(Network network) {
    List<Subnet> found = new ArrayList<>();
    if (network.getIpam() != null && network.getIpam().getConfig() != null) {
      for (Network.Ipam.Config config : network.getIpam().getConfig()) {
        if (config.getSubnet() != null && config.getSubnet().contains(".")) {
          found.add(Subnet.parse(config.getSubnet()));
        }
      }
    }
    return found;
  }

  private static List<Subnet> hostRoutes() {
    try {
      return Files.isReadable(ROUTES) ? routes(Files.readAllLines(ROUTES)) : new ArrayList<>();
    } catch (IOException e) {
      return new ArrayList<>();
    }
  }

  /** The networks of the kernel's table, where numbers are hex and little-endian. */
  static List<Subnet> routes(List<String> table) {
    List<Subnet> found = new ArrayList<>();
    for (String line : table.subList(Math.min(1, table.size()), table.size())) {
      String[] fields = line.strip().split("\\s+", -1);
      int mask = Integer.bitCount(Integer.parseUnsignedInt(fields[7], 16));
      long base =
          Integer.toUnsignedLong(Integer.reverseBytes(Integer.parseUnsignedInt(fields[1], 16)));
      if (mask > 0) { // the default route overlaps everything
        found.add(new Subnet(base, mask));
      }
    }
    return found;
  }

  private void remove(String id) throws InterruptedException {
    try {
      api.call("remove network", docker -> docker.removeNetworkCmd(id).exec());
    } catch (Refused e) {
      if (e.status() != Refused.NOT_FOUND) {
        throw e;
      }
    }
  }

  synchronized void forget(AppId app) throws InterruptedException {
    remove(names.network(app));
    known.remove(app);
    book.forget(app);
  }
}
