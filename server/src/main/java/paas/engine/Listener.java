package paas.engine;

/**
 * A listening TCP socket.
 *
 * @param address as bound: {@code 0.0.0.0}, {@code ::}, {@code 127.0.0.1}, ...
 */
public record Listener(String address, int port) {
  public boolean onAllAddresses() {
    return address.equals("0.0.0.0") || address.equals("::");
  }

  public boolean onLoopbackOnly() {
    return address.startsWith("127.") || address.equals("::1");
  }
}
