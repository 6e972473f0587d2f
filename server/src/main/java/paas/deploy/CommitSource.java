package paas.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceTree;
import paas.hooks.CommitTree;

/** A commit's blobs as the detector reads them; nothing is checked out for it. */
final class CommitSource implements SourceTree {
  private final CommitTree tree;

  /** All languages ask for the names in the same few folders, of which one may have thousands. */
  private final Map<String, List<String>> listed = new HashMap<>();

  CommitSource(CommitTree tree) {
    this.tree = tree;
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  @Override
  public boolean isFile(String path) {
    return now(() -> tree.isFile(path));
  }

  @Override
  public List<String> list(String folder) {
    return listed.computeIfAbsent(folder, asked -> now(() -> List.copyOf(tree.list(asked))));
  }

  @Override
  public Optional<String> read(String path) {
    if (!isFile(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(SourceTree.text(path, tree.read(path, MAX_TEXT_BYTES)));
    } catch (IOException e) {
      throw new BrokenSource(path, 0, "cannot be read: " + e.getMessage(), "Make it smaller.");
    }
  }

  /** Files are read without heed to an interrupt, so it is looked for between them. */
  private static <T> T now(Reading<T> reading) {
    try {
      if (Thread.currentThread().isInterrupted()) {
        throw new ClosedByInterruptException();
      }
      return reading.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
