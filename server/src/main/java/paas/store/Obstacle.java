package paas.store;

import java.time.Instant;
import paas.model.AppId;

/** Why a host is not there for the first app that asks. */
public sealed interface Obstacle {
  /** The app that it is about. */
  String app();

  /**
   * Another app has claimed it, or a wildcard that stands for it.
   *
   * @param host what that app has
   */
  record Held(AppId holder, String app, String host) implements Obstacle {}

  /**
   * Another app had it not long ago.
   *
   * @param host what that app had
   */
  record Buried(String app, String host, Instant goneAt) implements Obstacle {}
}
