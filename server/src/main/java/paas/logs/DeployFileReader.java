package paas.logs;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a deploy's file, and waits for more while the deploy still writes to it. */
final class DeployFileReader implements DeployReader {
  private static final int CHUNK = 32 << 10;

  private final @Nullable RandomAccessFile file;
  private final @Nullable DeployOutput output;
  private final Deque<String> lines = new ArrayDeque<>();
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private final byte[] chunk = new byte[CHUNK];
  private long position;
  private boolean ended;

  /**
   * @param output null when nobody writes any more
   */
  DeployFileReader(Path path, @Nullable DeployOutput output) {
    this.file = open(path);
    this.output = output;
  }

  private static @Nullable RandomAccessFile open(Path path) {
    try {
      return new RandomAccessFile(path.toFile(), "r");
    } catch (FileNotFoundException _) {
      return null; // Removed as too old, or never begun: then there is no line.
    }
  }

  @Override
  public Optional<String> next(Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (lines.isEmpty() && !ended) {
      boolean complete = output == null || output.closed();
      if (readMore()) {
        continue;
      }
      if (output == null || complete) {
        ended = true; // A line that was never ended is a killed server's: it is dropped.
      } else if (!output.awaitMore(position, deadline - System.nanoTime())) {
        return Optional.empty();
      }
    }
    return Optional.ofNullable(lines.poll());
  }

  private boolean readMore() {
    try {
      int count = file == null ? -1 : file.read(chunk);
      for (int i = 0; i < count; i++) {
        if (chunk[i] == '\n') {
          lines.add(begun.toString(StandardCharsets.UTF_8));
          begun.reset();
        } else {
          begun.write(chunk[i]);
        }
      }
      position += Math.max(0, count);
      return count > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean ended() {
    return ended && lines.isEmpty();
  }

  @Override
  public void close() {
    ended = true;
    lines.clear();
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
