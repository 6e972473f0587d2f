package paas.hooks;

import java.nio.file.Path;
import java.util.List;

/**
 * A commit's tree on disk.
 *
 * @param folder holds the tree's root
 * @param files regular files in it
 * @param bytes their sizes and those of link targets together
 * @param findings what the commit names but does not hold, at most {@link #MAX_FINDINGS}
 */
public record Exported(Path folder, int files, long bytes, List<Finding> findings) {
  /** A repository full of pointers says so often enough with this many. */
  public static final int MAX_FINDINGS = 20;

  public Exported {
    findings = List.copyOf(findings);
  }
}
