package paas.hooks;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import org.eclipse.jgit.lib.ProgressMonitor;

/** Ends a fetch that takes too long or brings too much, and one whose thread is interrupted. */
final class FetchWatch implements ProgressMonitor {
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Path folder;
  private final RemoteLimits limits;
  private final long began = System.nanoTime();
  private long looked = began;
  private String reason = "";

  FetchWatch(Path folder, RemoteLimits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  /** Why it was ended; empty when it was not. */
  String reason() {
    return reason;
  }

  @Override
  public boolean isCancelled() {
    if (!reason.isEmpty()) {
      return true;
    }
    long now = System.nanoTime();
    if (Thread.currentThread().isInterrupted()) {
      reason = "was interrupted";
    } else if (now - began > limits.whole().toNanos()) {
      reason = "took longer than " + limits.whole().toSeconds() + " s";
    } else if (now - looked > LOOK.toNanos()) {
      looked = now;
      if (size(folder) > limits.bytes()) {
        reason = "is larger than " + (limits.bytes() >> 20) + " MB";
      }
    }
    return !reason.isEmpty();
  }

  /** Bytes of all files in a folder; what goes away meanwhile does not count. */
  static long size(Path folder) {
    long[] bytes = {0};
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              bytes[0] += attributes.size();
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      return bytes[0];
    }
    return bytes[0];
  }

  @Override
  public void start(int totalTasks) {}

  @Override
  public void beginTask(String title, int totalWork) {}

  @Override
  public void update(int completed) {}

  @Override
  public void endTask() {}

  @Override
  public void showDuration(boolean enabled) {}
}
