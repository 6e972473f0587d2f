package paas.proxy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what waits for slow clients, and what they have begun to say, from filling the memory. Each
 * connection holds little, and many of them are many: beyond the bound the addresses that hold most
 * lose their connections, the fullest first.
 */
final class Pressure {
  private static final Logger LOG = LoggerFactory.getLogger(Pressure.class);

  private final long most;
  private final Seldom seldom = new Seldom();

  /**
   * @param most bytes that the connections of one I/O thread may hold
   */
  Pressure(long most) {
    this.most = most;
  }

  /** That of one of the threads. */
  static Pressure of(ProxySettings settings) {
    long most = settings.edge().heldBytes();
    return new Pressure(
        (most == 0 ? Runtime.getRuntime().maxMemory() / 3 : most) / settings.ioThreads());
  }

  /** Closes as many as it takes; returns how many that were. */
  int relieve(List<Downstream> clients) {
    long held = 0;
    for (Downstream client : clients) {
      held += client.holds();
    }
    return held <= most ? 0 : shed(clients, held - most);
  }

  private int shed(List<Downstream> clients, long tooMuch) {
    Map<InetAddress, Long> byAddress = new HashMap<>();
    for (Downstream client : clients) {
      byAddress.merge(client.peer(), client.holds(), Long::sum);
    }
    List<Downstream> order = new ArrayList<>(clients);
    order.sort(
        Comparator.comparingLong((Downstream client) -> -byAddress.getOrDefault(client.peer(), 0L))
            .thenComparingLong(client -> -client.holds()));
    if (seldom.now()) {
      LOG.warn(
          "Clients that do not read or finish what they say hold too much memory; those of {} are closed first",
          order.getFirst().peer().getHostAddress());
    }
    int closed = 0;
    long left = tooMuch;
    for (Downstream client : order) {
      if (left <= 0) {
        break;
      }
      left -= client.holds();
      client.close();
      closed++;
    }
    return closed;
  }
}
