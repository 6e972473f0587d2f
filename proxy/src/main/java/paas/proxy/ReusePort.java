package paas.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import org.jspecify.annotations.Nullable;

/**
 * The platform's channels, but two processes may listen on one port, so that a proxy can take over
 * from another. In force with {@code -Djava.nio.channels.spi.SelectorProvider=paas.proxy.ReusePort
 * --add-exports=java.base/sun.nio.ch=ALL-UNNAMED}: the I/O library opens its sockets by itself.
 */
public final class ReusePort extends SelectorProvider {
  private static final String EXPORT = "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED";

  private final SelectorProvider platform;

  /** Made by the JDK. */
  public ReusePort() {
    try {
      platform =
          (SelectorProvider)
              Class.forName("sun.nio.ch.DefaultSelectorProvider").getMethod("get").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("start Java with " + EXPORT, e);
    }
  }

  /** Whether it is in force. */
  static boolean inForce() {
    return SelectorProvider.provider() instanceof ReusePort;
  }

  /**
   * Fails when anybody listens there: with a port that is shared, nobody else would notice.
   *
   * @throws CannotListenException when it cannot be listened on
   */
  static void demandFree(InetSocketAddress address) throws CannotListenException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(address);
    } catch (IOException e) {
      throw new CannotListenException(address, e);
    }
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    return shared(platform.openServerSocketChannel());
  }

  @Override
  public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
    return shared(platform.openServerSocketChannel(family));
  }

  private static ServerSocketChannel shared(ServerSocketChannel channel) throws IOException {
    if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
      channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    }
    return channel;
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    return platform.openDatagramChannel();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    return platform.openDatagramChannel(family);
  }

  @Override
  public Pipe openPipe() throws IOException {
    return platform.openPipe();
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    return platform.openSelector();
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    return platform.openSocketChannel();
  }

  @Override
  public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
    return platform.openSocketChannel(family);
  }

  @Override
  public @Nullable Channel inheritedChannel() throws IOException {
    return platform.inheritedChannel();
  }
}
