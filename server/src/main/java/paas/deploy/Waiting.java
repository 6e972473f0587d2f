package paas.deploy;

/**
 * What a deploy waits for.
 *
 * @param position from 1: in its app's line, or among all builds that wait for a place
 */
public record Waiting(For what, int position) {
  /** The deploys before it in its app's line, or a place to build. */
  public enum For {
    TURN,
    PLACE
  }
}
