package paas.proxy;

/**
 * Who may connect, and who says of whom a connection comes.
 *
 * @param connectionsPerAddress most connections of one client address, or of one /64 network;
 *     trusted proxies may have any number
 * @param proxyProtocol whether trusted proxies begin each connection with a header of the PROXY
 *     protocol, version 1 or 2; then they must
 * @param heldBytes most that waits for clients that do not read, or is part of what they have begun
 *     to say; 0: a third of the memory that there can be
 * @param jdkTls whether TLS is the JDK's, also where BoringSSL can be loaded
 */
public record Edge(
    int connectionsPerAddress, boolean proxyProtocol, long heldBytes, boolean jdkTls) {
  public static final Edge DEFAULT = new Edge(1000, false, 0, false);

  public Edge {
    Target.require(connectionsPerAddress >= 1, "no connection for anybody");
    Target.require(heldBytes >= 0, "a negative size");
  }

  /** The same, with the JDK's TLS. */
  public Edge withJdkTls() {
    return new Edge(connectionsPerAddress, proxyProtocol, heldBytes, true);
  }
}
