package paas.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;

/** An address cannot be listened on; the cause says why. */
public final class CannotListenException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient InetSocketAddress address;

  CannotListenException(InetSocketAddress address, Exception cause) {
    super("cannot listen on " + address + ": " + cause.getMessage(), cause);
    this.address = address;
  }

  public InetSocketAddress address() {
    return address;
  }
}
