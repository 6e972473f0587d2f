package paas.proxy;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections there are, in all and from each address, so that none takes those of the
 * others. An IPv6 client has a network of its own to choose addresses from: all of it counts as
 * one.
 */
final class Callers {
  private static final Logger LOG = LoggerFactory.getLogger(Callers.class);
  private static final int IPV6 = 16;

  private final int most;
  private final int mostPerAddress;
  private final Addresses exempt;
  private final AtomicInteger all = new AtomicInteger();
  private final AtomicLong refused = new AtomicLong();
  private final Map<Object, Integer> byAddress = new ConcurrentHashMap<>();
  private final Seldom seldom = new Seldom();

  /**
   * @param exempt who may have any number, within the number of all
   */
  Callers(int most, int mostPerAddress, Addresses exempt) {
    this.most = most;
    this.mostPerAddress = mostPerAddress;
    this.exempt = exempt;
  }

  /** Counts a connection in; false: there are as many as may be. */
  boolean enter(InetAddress address) {
    if (all.incrementAndGet() > most) {
      all.decrementAndGet();
      return refuse(address, most + " connections are open in all");
    }
    if (!exempt.contains(address)
        && byAddress.merge(key(address), 1, Integer::sum) > mostPerAddress) {
      leave(address);
      return refuse(address, "it has " + mostPerAddress + " open");
    }
    return true;
  }

  void leave(InetAddress address) {
    all.decrementAndGet();
    if (!exempt.contains(address)) {
      byAddress.computeIfPresent(key(address), (_, count) -> count > 1 ? count - 1 : null);
    }
  }

  /** How many there are. */
  int count() {
    return all.get();
  }

  /** How many were refused since the beginning. */
  long refused() {
    return refused.get();
  }

  private boolean refuse(InetAddress address, String why) {
    refused.incrementAndGet();
    if (seldom.now()) {
      LOG.warn("A connection from {} was refused: {}", address.getHostAddress(), why);
    }
    return false;
  }

  /** What addresses of one client have in common. */
  static Object key(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == IPV6 ? (Object) ByteBuffer.wrap(bytes).getLong() : address;
  }
}
