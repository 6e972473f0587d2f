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
 * @param sight how it can be watched
 * @param edge who may connect
 */
public record ProxySettings(
    InetSocketAddress listen,
    @Nullable InetSocketAddress listenTls,
    @Nullable Path state,
    Limits limits,
    ClientTimeouts clients,
    List<String> trustedProxies,
    int ioThreads,
    Sight sight,
    Edge edge) {
  public ProxySettings {
    Target.require(ioThreads >= 1, "at least one I/O thread");
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** The defaults: no trusted proxy, one I/O thread per processor, at most four. */
  public static ProxySettings of(InetSocketAddress listen, @Nullable Path state) {
    int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
    return new ProxySettings(
        listen,
        null,
        state,
        Limits.DEFAULT,
        ClientTimeouts.DEFAULT,
        List.of(),
        threads,
        Sight.NONE,
        Edge.DEFAULT);
  }

  public ProxySettings withIoThreads(int threads) {
    return new ProxySettings(
        listen, listenTls, state, limits, clients, trustedProxies, threads, sight, edge);
  }

  public ProxySettings withLimits(Limits other) {
    return new ProxySettings(
        listen, listenTls, state, other, clients, trustedProxies, ioThreads, sight, edge);
  }

  public ProxySettings withClients(ClientTimeouts other) {
    return new ProxySettings(
        listen, listenTls, state, limits, other, trustedProxies, ioThreads, sight, edge);
  }

  public ProxySettings withTrustedProxies(List<String> blocks) {
    return new ProxySettings(
        listen, listenTls, state, limits, clients, blocks, ioThreads, sight, edge);
  }

  public ProxySettings withTls(InetSocketAddress address) {
    return new ProxySettings(
        listen, address, state, limits, clients, trustedProxies, ioThreads, sight, edge);
  }

  public ProxySettings withSight(Sight other) {
    return new ProxySettings(
        listen, listenTls, state, limits, clients, trustedProxies, ioThreads, other, edge);
  }

  public ProxySettings withEdge(Edge other) {
    return new ProxySettings(
        listen, listenTls, state, limits, clients, trustedProxies, ioThreads, sight, other);
  }

  /** The same at other addresses. */
  public ProxySettings at(InetSocketAddress plain, @Nullable InetSocketAddress secure) {
    return new ProxySettings(
        plain, secure, state, limits, clients, trustedProxies, ioThreads, sight, edge);
  }
}
