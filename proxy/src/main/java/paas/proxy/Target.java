package paas.proxy;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One process that answers requests.
 *
 * @param id unique for ever and never used again for another process, e.g. {@code a17-d45-web.1}
 * @param host name or address to connect to
 * @param port 1 to 65535
 * @param process the name that log lines show, e.g. {@code web.1}
 */
public record Target(String id, String host, int port, String process) {
  public Target {
    require(!id.isBlank() && id.length() <= 200, "a target without an id");
    require(!host.isBlank() && host.length() <= 253, "target " + id + " has no host");
    require(port >= 1 && port <= 65535, "target " + id + " has port " + port);
    require(!process.isBlank(), "target " + id + " has no process name");
  }

  /** Names other than {@code localhost} should be addresses: looking one up blocks. */
  InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }

  static void require(boolean fine, @Nullable String otherwise) {
    if (!fine) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
