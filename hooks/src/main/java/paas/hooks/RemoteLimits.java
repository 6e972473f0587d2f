package paas.hooks;

import java.time.Duration;

/**
 * What fetching from another server may take.
 *
 * @param silence of the other side
 * @param whole for one fetch
 * @param bytes that one repository may take here
 */
public record RemoteLimits(Duration silence, Duration whole, long bytes) {
  public static RemoteLimits defaults() {
    return new RemoteLimits(Duration.ofSeconds(20), Duration.ofMinutes(5), 200L << 20);
  }
}
