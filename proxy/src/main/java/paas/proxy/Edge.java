package paas.proxy;

/**
 * Who may connect, and who says of whom a connection comes.
 *
 * @param connectionsPerAddress most connections of one client address, or of one /64 network;
 *     trusted proxies may have any number
 * @param proxyProtocol whether trusted proxies begin each connection with a header of the PROXY
 *     protocol, version 1 or 2; then they must
 */
public record Edge(int connectionsPerAddress, boolean proxyProtocol) {
  public static final Edge DEFAULT = new Edge(1000, false);

  public Edge {
    Target.require(connectionsPerAddress >= 1, "no connection for anybody");
  }
}
