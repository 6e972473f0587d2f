package paas.buildpacks.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Read-only view of one commit's tree. Paths are relative, '/'-separated and never hold "..". */
public interface SourceTree {

  /** The most that {@link #read} returns, in bytes. */
  int MAX_TEXT_BYTES = 1 << 20;

  /** True for a regular file; false for a folder, a submodule and whatever does not exist. */
  boolean isFile(String path);

  /**
   * Names directly under a folder ("" is the root), sorted; folders end in '/'. Empty if absent.
   */
  List<String> list(String folder);

  /** Names of the folders directly under a folder, sorted, without a '/'. */
  default List<String> folders(String folder) {
    return list(folder).stream()
        .filter(name -> name.endsWith("/"))
        .map(name -> name.substring(0, name.length() - 1))
        .toList();
  }

  /**
   * The text of a file, empty if there is none.
   *
   * @throws BrokenSource if it is over {@link #MAX_TEXT_BYTES}, not UTF-8, or a link that leaves
   *     the tree
   */
  Optional<String> read(String path);

  /**
   * As {@link #read}, also empty for a file that cannot be read: for those to whom it is one hint
   * among others, and no reason to fail.
   */
  default Optional<String> peek(String path) {
    try {
      return read(path);
    } catch (BrokenSource unread) {
      return Optional.empty();
    }
  }

  /**
   * What {@link #read} gives for a file's bytes; for those who bring a tree of their own.
   *
   * @param bytes the file's, one more than {@link #MAX_TEXT_BYTES} is enough
   * @throws BrokenSource as {@link #read} does
   */
  static String text(String path, byte[] bytes) {
    return SourceText.decode(path, bytes);
  }

  /** A tree over a folder on disk, for tests and tools. */
  static SourceTree of(Path folder) {
    return new FolderTree(folder);
  }
}
