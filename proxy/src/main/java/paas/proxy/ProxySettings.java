package paas.proxy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a proxy runs.
 *
 * @param listen port 0 means any free one
 * @param listenTls the same for TLS; null: nowhere
 * @param state where the last table is kept; null: nowhere
 * @param trustedProxies addresses or CIDR blocks whose X-Forwarded-* and X-Request-Id are believed
 * @param ioThreads at least 1
 * @param takesOver whether another proxy listens there, which this one takes over from
 */
public record ProxySettings(
    InetSocketAddress listen,
    @Nullable InetSocketAddress listenTls,
    @Nullable Path state,
    Limits limits,
    ClientTimeouts clients,
    List<String> trustedProxies,
    int ioThreads,
    boolean takesOver) {
  public ProxySettings {
    Target.require(ioThreads >= 1, "at least one I/O thread");
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** The defaults: no trusted proxy, one I/O thread per processor, at most four. */
  public static ProxySettings of(InetSocketAddress listen, @Nullable Path state) {
    int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
    return new ProxySettings(
        listen, null, state, Limits.DEFAULT, ClientTimeouts.DEFAULT, List.of(), threads, false);
  }

  public ProxySettings withIoThreads(int threads) {
    return with(limits, clients, trustedProxies, threads);
  }

  public ProxySettings withLimits(Limits other) {
    return with(other, clients, trustedProxies, ioThreads);
  }

  public ProxySettings withClients(ClientTimeouts other) {
    return with(limits, other, trustedProxies, ioThreads);
  }

  public ProxySettings withTrustedProxies(List<String> blocks) {
    return with(limits, clients, blocks, ioThreads);
  }

  private ProxySettings with(
      Limits newLimits, ClientTimeouts newClients, List<String> trusted, int threads) {
    return new ProxySettings(
        listen, listenTls, state, newLimits, newClients, trusted, threads, takesOver);
  }

  public ProxySettings withTls(InetSocketAddress address) {
    return new ProxySettings(
        listen, address, state, limits, clients, trustedProxies, ioThreads, takesOver);
  }

  /** The same, in place of a proxy that listens on these addresses. */
  public ProxySettings takingOver(InetSocketAddress plain, @Nullable InetSocketAddress secure) {
    return new ProxySettings(
        plain, secure, state, limits, clients, trustedProxies, ioThreads, true);
  }
}
