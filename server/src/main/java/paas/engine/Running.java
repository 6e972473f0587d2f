package paas.engine;

import java.time.Instant;
import paas.model.InstanceName;

/**
 * An instance that runs.
 *
 * @param host address at which the proxy dials it
 * @param port port at which the proxy dials it
 * @param appPort the port that the app was told to listen on ($PORT)
 * @param release number of the release that it runs
 */
public record Running(
    InstanceName name, int release, String host, int port, int appPort, Instant startedAt)
    implements InstanceState {

  /**
   * Where to dial when the app listens on {@code other} in place of $PORT, which works where its
   * own address is dialled.
   */
  public Running listeningOn(int other) {
    return new Running(name, release, host, other, appPort, startedAt);
  }
}
