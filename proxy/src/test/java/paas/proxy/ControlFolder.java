package paas.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import paas.proxy.control.RemoteProxy;
import paas.proxy.control.Starter;

/** Where a proxy in a process of its own keeps its files, and the socket that it is reached by. */
final class ControlFolder {
  static final Duration SOON = Duration.ofSeconds(30);

  final Path socket;
  final List<RequestLine> lines = new CopyOnWriteArrayList<>();
  private final Path state;

  ControlFolder(Path folder) {
    state = folder.resolve("routes.json");
    socket = folder.resolve("control.sock");
  }

  OwnProcess proxy(String... more) throws IOException {
    List<String> options = new ArrayList<>(List.of("--control", socket.toString()));
    options.addAll(List.of(more));
    return new OwnProcess(state, options.toArray(String[]::new));
  }

  RemoteProxy connect() throws IOException, InterruptedException {
    return RemoteProxy.connect(socket, Starter.NONE, lines::add, SOON);
  }

  static RouteTable table(long revision, Target target) {
    return new RouteTable(revision, List.of(House.shop(Timeouts.DEFAULT, target)));
  }

  static String get(InetSocketAddress proxy) throws IOException {
    try (RawClient client = new RawClient(proxy)) {
      return client.send("GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n").toEnd();
    }
  }
}
