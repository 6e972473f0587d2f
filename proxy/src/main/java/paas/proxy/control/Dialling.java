package paas.proxy.control;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Connects to the proxy behind a control socket. */
final class Dialling {
  private Dialling() {}

  /**
   * Null when nobody is there.
   *
   * @throws IOException when somebody may be, but cannot be spoken with
   */
  static @Nullable Link open(Path socket, Link.Peer peer) throws IOException {
    if (Files.notExists(socket)) {
      return null;
    }
    SocketChannel channel;
    try {
      channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    } catch (ConnectException e) {
      // Left behind by one that was killed.
      return null;
    }
    return new Link(channel, peer).start("control-link");
  }
}
