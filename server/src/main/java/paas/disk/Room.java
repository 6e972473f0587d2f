package paas.disk;

import java.io.File;
import java.nio.file.Path;

/**
 * What a file system has left.
 *
 * @param bytes for an ordinary program
 * @param ours for this process: root may also use what the file system keeps back
 * @param files how many more files; {@code Long.MAX_VALUE} where nobody counts them
 * @param readOnly whether nothing can be written at all
 */
public record Room(long bytes, long ours, long files, boolean readOnly) {
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  /** Of the file system that holds this file or folder, now. */
  public static Room of(Path path) {
    return StatVfs.of(path);
  }

  /** Only the bytes that this process may still write there; cheap enough for every write. */
  public static long oursAt(Path path) {
    File file = path.toFile();
    return ours(file.getUsableSpace(), file.getFreeSpace());
  }

  static long ours(long usable, long free) {
    return ROOT ? free : usable;
  }

  /** {@code 312 MB}, as a person reads it. */
  public static String text(long bytes) {
    if (bytes >= 10L << 30) {
      return (bytes >> 30) + " GB";
    }
    return bytes >= 1 << 20 ? (bytes >> 20) + " MB" : (Math.max(0, bytes) >> 10) + " KB";
  }
}
