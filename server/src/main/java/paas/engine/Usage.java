package paas.engine;

/**
 * What an instance uses.
 *
 * @param cpuNanos CPU time since its start
 * @param memoryBytes memory that is its own now
 */
public record Usage(long cpuNanos, long memoryBytes) {
  public static final Usage NONE = new Usage(0, 0);
}
