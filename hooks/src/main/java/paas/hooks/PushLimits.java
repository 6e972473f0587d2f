package paas.hooks;

import java.time.Duration;
import paas.hooks.pack.PackLimits;

/**
 * What one push may bring.
 *
 * @param packBytes the pack as it arrives
 * @param objectBytes one object, inflated; applying a delta to it takes about three times as much
 *     memory
 * @param unpackedBytes all objects together, inflated
 * @param objects how many objects
 * @param commandBytes the list of refs and push options that opens a push
 * @param refs how many refs one push may name, tags included
 * @param idle how long the client may be silent, or refuse to read, before it counts as gone
 * @param export what a pushed commit's tree may hold
 */
public record PushLimits(
    long packBytes,
    long objectBytes,
    long unpackedBytes,
    int objects,
    int commandBytes,
    int refs,
    Duration idle,
    ExportLimits export) {
  public PushLimits {
    if (commandBytes < 1 || refs < 1) {
      throw new IllegalArgumentException("every limit must be positive");
    }
    if (idle.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("idle must be at least one second");
    }
  }

  /** Those that hold for the pack alone. */
  public PackLimits pack() {
    return new PackLimits(packBytes, objectBytes, unpackedBytes, objects);
  }

  public static PushLimits defaults() {
    return new PushLimits(
        1L << 30,
        50L << 20,
        16L << 30,
        500_000,
        1 << 20,
        5_000,
        Duration.ofSeconds(60),
        ExportLimits.defaults());
  }
}
