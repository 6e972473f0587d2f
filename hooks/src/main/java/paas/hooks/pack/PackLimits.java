package paas.hooks.pack;

/**
 * What one pack may hold.
 *
 * @param packBytes the pack as it arrives
 * @param objectBytes one object, inflated
 * @param unpackedBytes all objects together, inflated: a delta of some bytes can make many
 *     megabytes, and each of them is hashed
 * @param objects how many
 */
public record PackLimits(long packBytes, long objectBytes, long unpackedBytes, int objects) {
  /** Commits, trees and tags are held whole in memory while they are checked. */
  static final int STRUCTURE = 8 << 20;

  /** The longest that git itself makes is 50, the longest that it can be told to make this. */
  static final int CHAIN = 4_095;

  public PackLimits {
    if (packBytes < 1 || objectBytes < 1 || unpackedBytes < 1 || objects < 1) {
      throw new IllegalArgumentException("every limit must be positive");
    }
  }
}
