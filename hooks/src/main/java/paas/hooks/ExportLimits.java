package paas.hooks;

/**
 * What one commit's tree may hold when it is written to disk. A pack of a few kilobytes can name
 * billions of files, so none of these follows from the limits of the push.
 *
 * @param entries files, links and folders together
 * @param depth folders inside each other; a file at the root has depth 1
 * @param pathBytes length of one path inside the tree, in bytes of UTF-8
 * @param totalBytes all files together
 * @param fileBytes one file
 */
public record ExportLimits(int entries, int depth, int pathBytes, long totalBytes, long fileBytes) {
  public ExportLimits {
    if (entries < 1 || depth < 1 || pathBytes < 1 || totalBytes < 1 || fileBytes < 1) {
      throw new IllegalArgumentException("every limit must be positive");
    }
  }

  public static ExportLimits defaults() {
    return new ExportLimits(200_000, 64, 1_024, 2L << 30, 50L << 20);
  }
}
