package paas.buildpacks.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A folder on disk as a tree; links are followed only inside the folder. */
final class FolderTree implements SourceTree {
  private final Path root;

  FolderTree(Path folder) {
    try {
      root = folder.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean isFile(String path) {
    return inside(path).filter(Files::isRegularFile).isPresent();
  }

  @Override
  public List<String> list(String folder) {
    Optional<Path> dir = inside(folder).filter(Files::isDirectory);
    if (dir.isEmpty()) {
      return List.of();
    }
    try (var names = Files.list(dir.get())) {
      return names.map(FolderTree::nameOf).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<String> read(String path) {
    return inside(path).filter(Files::isRegularFile).map(file -> text(path, file));
  }

  private static String nameOf(Path path) {
    return path.getFileName() + (Files.isDirectory(path) ? "/" : "");
  }

  private static String text(String path, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return SourceText.decode(path, in.readNBytes(MAX_TEXT_BYTES + 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Path> inside(String path) {
    if (!SourceText.isPlainPath(path)) {
      return Optional.empty();
    }
    Path file = root.resolve(path);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Path real = file.toRealPath();
      if (!real.startsWith(root)) {
        throw SourceText.linkLeavesTree(path);
      }
      return Optional.of(real);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
