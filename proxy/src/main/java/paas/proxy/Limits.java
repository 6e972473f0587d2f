package paas.proxy;

/**
 * What a client may ask of the proxy. Bodies have no limit but that of their route.
 *
 * @param headBytes most bytes of one head, start line included
 * @param headFields most header fields of one head
 * @param connections most client connections at a time; further ones are closed at once
 * @param bodyBytesPerSecond a request body that comes slower than this over a whole window is given
 *     up
 * @param heldPerApp most requests that wait while an app is paused
 * @param keptPerTarget most idle connections kept to one target by one I/O thread
 */
public record Limits(
    int headBytes,
    int headFields,
    int connections,
    int bodyBytesPerSecond,
    int heldPerApp,
    int keptPerTarget) {
  public static final Limits DEFAULT = new Limits(65_536, 100, 20_000, 100, 1000, 256);

  public Limits {
    Target.require(headBytes >= 1024 && headBytes <= 65_536, "headBytes must be 1024 to 65536");
    Target.require(headFields >= 10 && headFields <= 1000, "headFields must be 10 to 1000");
    Target.require(
        connections >= 1 && bodyBytesPerSecond >= 0 && heldPerApp >= 0 && keptPerTarget >= 0,
        "a negative limit");
  }

  public Limits withConnections(int most) {
    return new Limits(headBytes, headFields, most, bodyBytesPerSecond, heldPerApp, keptPerTarget);
  }
}
