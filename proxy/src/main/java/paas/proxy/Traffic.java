package paas.proxy;

import org.jspecify.annotations.Nullable;

/**
 * Which of an app's targets gets a request, and how many requests there may be at a time.
 *
 * @param cap null: any number of requests
 * @param ejection null: a target that fails is chosen as any other
 */
public record Traffic(@Nullable Cap cap, @Nullable Ejection ejection) {
  /** Asks for nothing. */
  public static final Traffic NONE = new Traffic(null, null);

  /**
   * How many requests an app has at a time.
   *
   * @param concurrency most that are in flight, on all targets together
   * @param queue most that wait for room, first come, first served
   */
  public record Cap(int concurrency, int queue) {
    public Cap {
      Target.require(concurrency >= 1 && queue >= 0, "a cap that lets nothing through");
    }
  }

  /**
   * When a target is passed over for a while. When all of them are, all are chosen from.
   *
   * @param failures after so many in a row
   * @param firstMillis for how long; doubled each time that it happens again soon
   * @param longestMillis never for longer
   * @param errors whether an answer with a status from 500 on is a failure too
   */
  public record Ejection(int failures, long firstMillis, long longestMillis, boolean errors) {
    public Ejection {
      Target.require(
          failures >= 1 && firstMillis >= 1 && longestMillis >= firstMillis,
          "an ejection that has no sense");
    }
  }
}
