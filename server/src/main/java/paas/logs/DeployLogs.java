package paas.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The files of the deploys, and which of them are being written. */
final class DeployLogs {
  private static final Pattern NAME = Pattern.compile("[0-9]{1,10}\\.log");

  private final LogLimits limits;
  private final Map<Path, DeployOutput> open = new ConcurrentHashMap<>();

  DeployLogs(LogLimits limits) {
    this.limits = limits;
  }

  DeployOutput begin(Path folder, int deploy) {
    return open.compute(
        path(folder, deploy),
        (path, already) -> {
          if (already != null) {
            throw new IllegalStateException(path + " is being written already");
          }
          try {
            PrivateFiles.makeFolder(folder);
            DeployOutput output =
                new DeployOutput(path, limits.deployBytes(), () -> open.remove(path));
            dropOldest(folder);
            return output;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  DeployReader read(Path folder, int deploy) {
    Path path = path(folder, deploy);
    return new DeployFileReader(path, open.get(path));
  }

  void close() {
    List.copyOf(open.values()).forEach(DeployOutput::close);
  }

  private static Path path(Path folder, int deploy) {
    return folder.resolve(deploy + ".log");
  }

  private void dropOldest(Path folder) throws IOException {
    List<Path> oldestFirst;
    try (var files = Files.list(folder)) {
      oldestFirst =
          files
              .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
              .sorted(Comparator.comparingLong(DeployLogs::number))
              .toList();
    }
    for (Path file : oldestFirst.subList(0, Math.max(0, oldestFirst.size() - limits.deploys()))) {
      Files.deleteIfExists(file);
    }
  }

  private static long number(Path file) {
    String name = file.getFileName().toString();
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }
}
