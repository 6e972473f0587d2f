package paas.logs;

/**
 * The bounds of the log store.
 *
 * @param appBytes bytes on disk per app, without deploy logs; a segment more while one is begun
 * @param segmentBytes bytes after which a new file is begun; the oldest file is what goes first
 * @param queue lines per app that wait for the disk before further ones are dropped
 * @param followerQueue lines that wait for one follower before further ones are lost to it
 * @param deployBytes bytes of one deploy's log, before the end of a longer one is kept apart
 * @param deploys logs of deploys that are kept per app
 */
public record LogLimits(
    long appBytes, int segmentBytes, int queue, int followerQueue, int deployBytes, int deploys) {
  public static final LogLimits DEFAULT =
      new LogLimits(20 << 20, 1 << 20, 40_000, 40_000, 5 << 20, 50);

  public LogLimits {
    if (segmentBytes < 1
        || appBytes < segmentBytes
        || queue < 1
        || followerQueue < 1
        || deployBytes < 1
        || deploys < 1) {
      throw new IllegalArgumentException("log limits must be positive, an app's above a segment's");
    }
  }
}
