package paas.hooks;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/**
 * The files of one commit, read from the repository without a checkout. Paths are relative to the
 * tree's root, with {@code /}; the root is {@code ""}. Links inside the tree are followed, those
 * that leave it count as missing. Not for several threads; the repository must stay open.
 *
 * <p>A folder is read once and then remembered, for those who ask for many names that are not
 * there.
 */
public final class CommitTree implements AutoCloseable {
  private static final int HOPS = 40;
  private static final int TARGET_BYTES = 4_096;

  /**
   * Entries of folders that are remembered, some 20 MB; a folder with more is so while it is last.
   */
  private static final int REMEMBERED = 100_000;

  private final ObjectReader reader;
  private final ObjectId root;
  private final Map<ObjectId, Map<String, Node>> folders = new HashMap<>();
  private int remembered;

  private CommitTree(ObjectReader reader, ObjectId root) {
    this.reader = reader;
    this.root = root;
  }

  /**
   * Opens the tree of a commit.
   *
   * @param commit 40 hex digits
   */
  public static CommitTree of(Repository repository, String commit) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      ObjectId root = walk.parseCommit(ObjectId.fromString(commit)).getTree().copy();
      return new CommitTree(repository.newObjectReader(), root);
    }
  }

  public boolean isFile(String path) throws IOException {
    Node node = find(path);
    return node != null && isFile(node);
  }

  public boolean isFolder(String path) throws IOException {
    Node node = find(path);
    return node != null && FileMode.TREE.equals(node.mode());
  }

  /**
   * Names directly in a folder, in git's order, those of folders and of links to folders with a
   * slash at their end; a folder that is missing has none.
   */
  public List<String> list(String folder) throws IOException {
    Node node = find(folder);
    if (node == null || !FileMode.TREE.equals(node.mode())) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, Node> child : children(node.id()).entrySet()) {
      String name = child.getKey();
      names.add(leadsToFolder(folder, name, child.getValue()) ? name + "/" : name);
    }
    return names;
  }

  private boolean leadsToFolder(String folder, String name, Node child) throws IOException {
    return FileMode.TREE.equals(child.mode())
        || (FileMode.SYMLINK.equals(child.mode())
            && isFolder(folder.isEmpty() ? name : folder + "/" + name));
  }

  /**
   * The whole content of a file.
   *
   * @param max bytes that the caller is ready to hold
   * @throws FileNotFoundException there is no such file
   * @throws IOException also when it is larger than {@code max}
   */
  public byte[] read(String path, int max) throws IOException {
    Node node = find(path);
    if (node == null || !isFile(node)) {
      throw new FileNotFoundException(path);
    }
    if (reader.getObjectSize(node.id(), Constants.OBJ_BLOB) > max) {
      throw new IOException(path + " is larger than " + Text.bytes(max));
    }
    return reader.open(node.id(), Constants.OBJ_BLOB).getBytes(max);
  }

  @Override
  public void close() {
    reader.close();
  }

  private record Node(FileMode mode, ObjectId id) {}

  private static boolean isFile(Node node) {
    return (node.mode().getBits() & FileMode.TYPE_MASK) == FileMode.TYPE_FILE;
  }

  private @Nullable Node find(String path) throws IOException {
    Deque<String> ahead = new ArrayDeque<>(Arrays.asList(path.split("/")));
    Deque<Node> at = new ArrayDeque<>(List.of(new Node(FileMode.TREE, root)));
    int hops = 0;
    while (!ahead.isEmpty()) {
      String step = ahead.pop();
      if (step.equals("..")) {
        at.pop();
      } else if (!step.isEmpty() && !step.equals(".")) {
        Node child = at.isEmpty() ? null : child(at.peek(), step);
        if (child == null) {
          return null;
        }
        if (!FileMode.SYMLINK.equals(child.mode())) {
          at.push(child);
        } else if (++hops > HOPS || !follow(child, ahead)) {
          return null;
        }
      }
      if (at.isEmpty()) {
        return null;
      }
    }
    return at.peek();
  }

  private boolean follow(Node link, Deque<String> ahead) throws IOException {
    if (reader.getObjectSize(link.id(), Constants.OBJ_BLOB) > TARGET_BYTES) {
      return false;
    }
    ObjectLoader blob = reader.open(link.id(), Constants.OBJ_BLOB);
    String target = new String(blob.getCachedBytes(), StandardCharsets.UTF_8);
    if (target.startsWith("/")) {
      return false;
    }
    Arrays.asList(target.split("/")).reversed().forEach(ahead::push);
    return true;
  }

  private @Nullable Node child(Node folder, String name) throws IOException {
    return FileMode.TREE.equals(folder.mode()) ? children(folder.id()).get(name) : null;
  }

  private Map<String, Node> children(ObjectId tree) throws IOException {
    Map<String, Node> known = folders.get(tree);
    if (known != null) {
      return known;
    }
    Map<String, Node> children = new LinkedHashMap<>();
    CanonicalTreeParser at = new CanonicalTreeParser();
    for (at.reset(reader, tree); !at.eof(); at.next()) {
      children.put(at.getEntryPathString(), new Node(at.getEntryFileMode(), at.getEntryObjectId()));
    }
    if (remembered + children.size() > REMEMBERED) {
      folders.clear();
      remembered = 0;
    }
    folders.put(tree, children);
    remembered += children.size();
    return children;
  }
}
