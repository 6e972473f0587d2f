package paas.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last table on disk: JSON, replaced as a whole, so that a crash leaves the old one or the new
 * one.
 */
final class TableFile {
  private final Path path;

  TableFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  /** Returns when the table is on disk for good. */
  void save(RouteTable table) {
    Path folder = Objects.requireNonNull(path.getParent());
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    try {
      byte[] json = TableJson.bytes(table);
      Files.createDirectories(folder);
      write(fresh, json);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel entry = FileChannel.open(folder)) {
        entry.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the route table could not be saved to " + path + ": " + e.getMessage(), e);
    }
  }

  private static void write(Path fresh, byte[] json) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(json);
      while (left.hasRemaining()) {
        out.write(left);
      }
      out.force(true);
    }
  }

  /** The saved table; an empty one when there is no file. */
  RouteTable load() throws IOException {
    if (!Files.exists(path)) {
      return RouteTable.EMPTY;
    }
    byte[] json = read();
    try {
      return TableJson.table(json);
    } catch (TableJson.OtherFormat e) {
      throw unreadable(String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw unreadable("it is torn or damaged", e);
    }
  }

  private byte[] read() throws UnreadableTableException {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw unreadable("it cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /**
   * As {@link #load}; a file that cannot be used is renamed, so that it is neither lost nor in the
   * way.
   */
  RouteTable loadOrSetAside() throws IOException {
    try {
      return load();
    } catch (UnreadableTableException e) {
      Path aside = aside();
      Files.move(path, aside);
      throw new UnreadableTableException(
          e.getMessage()
              + " It was set aside as "
              + aside
              + "; the next start begins with an empty table.",
          e);
    }
  }

  private Path aside() {
    for (int i = 1; ; i++) {
      Path candidate = path.resolveSibling(path.getFileName() + ".unreadable-" + i);
      if (!Files.exists(candidate)) {
        return candidate;
      }
    }
  }

  private UnreadableTableException unreadable(String why, @Nullable Throwable cause) {
    return new UnreadableTableException(
        "The saved route table " + path + " cannot be used: " + why + ".", cause);
  }
}
