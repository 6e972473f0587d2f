package paas.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.xnio.StreamConnection;

/**
 * Who is at the other end of a connection.
 *
 * @param port that was dialled
 */
record Caller(InetAddress address, int port) {
  /** As the kernel says. */
  static Caller of(StreamConnection connection) {
    InetSocketAddress peer = connection.getPeerAddress(InetSocketAddress.class);
    InetSocketAddress local = connection.getLocalAddress(InetSocketAddress.class);
    return new Caller(
        peer == null ? InetAddress.getLoopbackAddress() : peer.getAddress(),
        local == null ? 0 : local.getPort());
  }
}
