package paas;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import paas.Settings.ProxyChoice;
import paas.proxy.Edge;
import paas.proxy.Limits;
import paas.proxy.Sight;
import paas.proxy.Timeouts;

/**
 * How long requests may take, whose word about the client is believed, and how all of it is
 * watched.
 *
 * @param process where it runs
 * @param metrics {@code HOST:PORT}; "" for none
 * @param accessLog a file; "" for none
 */
record ProxySetting(
    ProxyChoice process,
    Duration connect,
    Duration firstByte,
    Duration idle,
    List<String> trusted,
    boolean proxyProtocol,
    boolean jdkTls,
    int connections,
    int connectionsPerAddress,
    String metrics,
    String accessLog,
    long accessLogSize,
    int accessLogFiles) {
  static final ProxySetting DEFAULT = of(Timeouts.DEFAULT);
  private static final int MOST_FILES = 1000;

  ProxySetting {
    trusted = List.copyOf(trusted);
    positive("connect", connect);
    positive("first-byte", firstByte);
    positive("idle", idle);
    trusted.forEach(ProxySetting::block);
    BadSetting.unless(
        !proxyProtocol || !trusted.isEmpty(), "proxy-protocol", "needs to know whom: set trusted");
    BadSetting.unless(connections >= 1, "connections", "is too little (1 at least)");
    BadSetting.unless(
        connectionsPerAddress >= 1, "connections-per-address", "is too little (1 at least)");
    BadSetting.unless(
        metrics.isEmpty() || address(metrics) != null,
        "metrics",
        "is not an address and a port such as 127.0.0.1:9101");
    BadSetting.unless(accessLogSize >= 1 << 20, "access-log-size", "is too little (1 MB at least)");
    BadSetting.unless(
        accessLogFiles >= 1 && accessLogFiles <= MOST_FILES,
        "access-log-files",
        "is not 1 to " + MOST_FILES);
  }

  private static ProxySetting of(Timeouts usual) {
    return new ProxySetting(
        ProxyChoice.EMBEDDED,
        usual.connect(),
        usual.firstByte(),
        usual.idle(),
        List.of(),
        Edge.DEFAULT.proxyProtocol(),
        Edge.DEFAULT.jdkTls(),
        Limits.DEFAULT.connections(),
        Edge.DEFAULT.connectionsPerAddress(),
        "",
        "",
        50L << 20,
        5);
  }

  ProxySetting in(@Nullable ProxyChoice other) {
    return other == null
        ? this
        : new ProxySetting(
            other,
            connect,
            firstByte,
            idle,
            trusted,
            proxyProtocol,
            jdkTls,
            connections,
            connectionsPerAddress,
            metrics,
            accessLog,
            accessLogSize,
            accessLogFiles);
  }

  Timeouts timeouts() {
    return new Timeouts(connect, firstByte, idle, Timeouts.DEFAULT.hold());
  }

  /** Who may connect. */
  Edge edge() {
    return new Edge(connectionsPerAddress, proxyProtocol, Edge.DEFAULT.heldBytes(), jdkTls);
  }

  Limits limits() {
    return Limits.DEFAULT.withConnections(connections);
  }

  /**
   * How the proxy is watched.
   *
   * @param data the folder that a relative path is in
   */
  Sight sight(Path data) {
    Sight.AccessLog lines =
        accessLog.isEmpty()
            ? null
            : new Sight.AccessLog(data.resolve(accessLog), accessLogSize, accessLogFiles);
    return new Sight(metrics.isEmpty() ? null : address(metrics), lines);
  }

  private static @Nullable InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
      return null;
    }
    String host = text.substring(0, colon);
    try {
      InetAddress at = host.equals("localhost") ? loopback() : InetAddress.ofLiteral(host);
      return new InetSocketAddress(at, Integer.parseInt(port));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  private static void block(String text) {
    String[] parts = text.split("/", 2);
    try {
      int most = InetAddress.ofLiteral(parts[0]).getAddress().length * 8;
      if (parts.length == 1 || bits(parts[1]) <= most) {
        return;
      }
    } catch (IllegalArgumentException e) {
      // Said below, in words of the setting.
    }
    throw new BadSetting(
        "trusted", "has '" + text + "', which is no address or block such as 10.0.0.0/8");
  }

  private static int bits(String text) {
    return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : Integer.MAX_VALUE;
  }

  private static void positive(String key, Duration time) {
    BadSetting.unless(time.toMillis() > 0, key, "is too short");
  }
}
