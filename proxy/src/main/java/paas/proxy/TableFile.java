package paas.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The last table on disk: JSON, replaced as a whole, so that a crash leaves the old one or the new
 * one.
 */
final class TableFile {
  private static final int FORMAT = 1;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /** The file's shape; times in milliseconds. */
  private record Saved(int format, long revision, List<SavedApp> apps) {}

  private record SavedApp(
      String app,
      String release,
      Set<String> hosts,
      AppRoute.Mode mode,
      List<Target> targets,
      long connectMillis,
      long firstByteMillis,
      long idleMillis,
      long holdMillis,
      Rules rules) {
    static SavedApp of(AppRoute route) {
      Timeouts times = route.timeouts();
      return new SavedApp(
          route.app(),
          route.release(),
          route.hosts(),
          route.mode(),
          route.targets(),
          times.connect().toMillis(),
          times.firstByte().toMillis(),
          times.idle().toMillis(),
          times.hold().toMillis(),
          route.rules());
    }

    AppRoute route() {
      Timeouts times =
          new Timeouts(
              Duration.ofMillis(connectMillis),
              Duration.ofMillis(firstByteMillis),
              Duration.ofMillis(idleMillis),
              Duration.ofMillis(holdMillis));
      return new AppRoute(app, release, hosts, mode, targets, times, rules);
    }
  }

  private final Path path;

  TableFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  /** Returns when the table is on disk for good. */
  void save(RouteTable table) {
    List<SavedApp> apps = table.apps().stream().map(SavedApp::of).toList();
    Path folder = Objects.requireNonNull(path.getParent());
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    try {
      byte[] json = JSON.writeValueAsBytes(new Saved(FORMAT, table.revision(), apps));
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
      JsonNode tree = JSON.readTree(json);
      int format = tree.path("format").asInt(-1);
      if (format != FORMAT) {
        throw unreadable("its format is " + format + ", this version reads " + FORMAT, null);
      }
      tree.path("apps").forEach(TableFile::complete);
      Saved saved = JSON.treeToValue(tree, Saved.class);
      return new RouteTable(saved.revision(), saved.apps().stream().map(SavedApp::route).toList());
    } catch (JsonProcessingException
        | IllegalArgumentException
        | ClassCastException
        | NullPointerException e) {
      throw unreadable("it is torn or damaged", e);
    }
  }

  /** A table that was saved before there were rules is read on: a start is never without one. */
  private static void complete(JsonNode app) {
    ObjectNode saved = (ObjectNode) app;
    saved.putIfAbsent("holdMillis", JSON.valueToTree(Timeouts.DEFAULT.hold().toMillis()));
    saved.putIfAbsent("rules", JSON.valueToTree(Rules.NONE));
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
