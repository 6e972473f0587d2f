package paas.hooks;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Whether a repository still is one: its folders, its branches, its packs to their ends, and every
 * file of the commits that branches stand at. The contents of files are not read.
 */
final class Damage {
  private static final int CHECKSUM = 20;

  private Damage() {}

  /** For who pushes or fetches. */
  static Optional<String> sentence(Repository repository) {
    return of(repository)
        .map(why -> "this app's repository is damaged (" + why + "); see: ssh paas doctor");
  }

  /** What is wrong, as the end of a sentence; empty when nothing is. */
  static Optional<String> of(Repository repository) {
    Path folder = repository.getDirectory().toPath();
    if (!Files.isRegularFile(folder.resolve(Constants.HEAD))
        || !Files.isDirectory(folder.resolve("objects"))) {
      return Optional.of("HEAD or objects is missing");
    }
    try {
      Optional<String> torn = tornPack(folder.resolve("objects/pack"));
      if (torn.isPresent()) {
        return torn;
      }
      List<Ref> refs = repository.getRefDatabase().getRefsByPrefix(Constants.R_REFS);
      for (Ref ref : refs) {
        demandWhole(repository, ref);
      }
      return Optional.empty();
    } catch (MissingObjectException e) {
      return Optional.of("object " + e.getObjectId().abbreviate(10).name() + " is missing");
    } catch (IOException | RuntimeException e) {
      return Optional.of(Text.oneLine(String.valueOf(e.getMessage())));
    }
  }

  /** A pack and its index end with the same checksum, if both are there to their ends. */
  private static Optional<String> tornPack(Path packs) throws IOException {
    if (!Files.isDirectory(packs)) {
      return Optional.empty();
    }
    List<Path> indexes;
    try (Stream<Path> files = Files.list(packs)) {
      indexes = files.filter(file -> file.toString().endsWith(".idx")).toList();
    }
    for (Path index : indexes) {
      String name = index.getFileName().toString().replace(".idx", ".pack");
      Path pack = index.resolveSibling(name);
      if (Files.exists(pack) && !Arrays.equals(end(pack, CHECKSUM), end(index, 2 * CHECKSUM))) {
        return Optional.of(name + " is cut off");
      }
    }
    return Optional.empty();
  }

  /** So many bytes before the end, a checksum's length. */
  private static byte[] end(Path file, int before) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      byte[] found = new byte[CHECKSUM];
      if (bytes.length() >= before) {
        bytes.seek(bytes.length() - before);
        bytes.readFully(found);
      }
      return found;
    }
  }

  private static void demandWhole(Repository repository, Ref ref) throws IOException {
    ObjectId id = ref.getObjectId();
    if (id == null || ref.isSymbolic()) {
      return;
    }
    try (ObjectReader reader = repository.newObjectReader();
        RevWalk history = new RevWalk(reader);
        TreeWalk files = new TreeWalk(reader)) {
      if (!ref.getName().startsWith(Constants.R_HEADS)) {
        history.parseAny(id);
        return;
      }
      files.addTree(history.parseCommit(id).getTree());
      files.setRecursive(true);
      while (files.next()) {
        ObjectId file = files.getObjectId(0);
        if (!FileMode.GITLINK.equals(files.getFileMode(0)) && !reader.has(file)) {
          throw new MissingObjectException(file.copy(), Constants.TYPE_BLOB);
        }
      }
    }
  }
}
