package paas.hooks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import paas.hooks.pack.Room;

/** Writes the tree of one commit to disk, or nothing at all. */
public final class TreeExport {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> PROGRAM = FOLDER;
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r--r--");
  private static final byte[] LFS = "version https://git-lfs.github.com/spec/".getBytes(US_ASCII);
  private static final int LFS_POINTER_BYTES = 1_024;

  /** Smaller files are read as they are; of a larger one JGit may hold base and result at once. */
  private static final long LARGE = 1 << 20;

  private static final int COPIES = 3;

  private final ObjectReader reader;
  private final Path top;
  private final ExportLimits limits;
  private final Room room;
  private final FileTime time;
  private final List<Finding> findings = new ArrayList<>();
  private int files;
  private long bytes;

  private TreeExport(
      ObjectReader reader, Path top, ExportLimits limits, Room room, RevCommit commit) {
    this.reader = reader;
    this.room = room;
    this.top = top;
    this.limits = limits;
    this.time = FileTime.from(commit.getCommitTime(), TimeUnit.SECONDS);
  }

  /**
   * Folders and programs have mode 755, files 644, all of them the commit's time. The tree is
   * written beside {@code into} and then renamed, so a folder of that name is always whole.
   *
   * @param commit 40 hex digits
   * @param into must not exist; its parent must
   * @param room memory for large files
   * @throws ExportRefused the commit breaks a limit or has a link that leaves the tree; nothing is
   *     left
   */
  public static Exported export(
      Repository repository, String commit, Path into, ExportLimits limits, Room room)
      throws IOException, ExportRefused {
    if (Files.exists(into, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(into + " exists");
    }
    Path fresh = into.resolveSibling(into.getFileName() + ".unfinished");
    Folders.remove(fresh);
    boolean whole = false;
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit parsed = walk.parseCommit(ObjectId.fromString(commit));
      List<TreeEntry> entries = TreeEntries.of(repository, parsed.getTree(), limits);
      TreeExport export = new TreeExport(walk.getObjectReader(), fresh, limits, room, parsed);
      export.write(entries);
      Files.move(fresh, into, StandardCopyOption.ATOMIC_MOVE);
      whole = true;
      return new Exported(into, export.files, export.bytes, export.findings);
    } finally {
      if (!whole) {
        Folders.remove(fresh);
      }
    }
  }

  /**
   * Links last, so that nothing is ever written through one; folders' times when nothing follows.
   */
  private void write(List<TreeEntry> entries) throws IOException, ExportRefused {
    Map<String, String> links = new LinkedHashMap<>();
    folder(top);
    for (TreeEntry entry : entries) {
      switch (entry.kind()) {
        case FOLDER -> folder(path(entry));
        case FILE -> file(entry, FILE);
        case PROGRAM -> file(entry, PROGRAM);
        case LINK -> links.put(entry.path(), target(entry));
        case SUBMODULE -> {
          folder(path(entry));
          note(new Finding.Submodule(entry.path()));
        }
      }
    }
    new TreeLinks(links).check();
    for (Map.Entry<String, String> link : links.entrySet()) {
      Files.createSymbolicLink(top.resolve(link.getKey()), Path.of(link.getValue()));
    }
    for (TreeEntry entry : entries.reversed()) {
      if (entry.kind() == TreeEntry.Kind.FOLDER || entry.kind() == TreeEntry.Kind.SUBMODULE) {
        Files.setLastModifiedTime(path(entry), time);
      }
    }
    Files.setLastModifiedTime(top, time);
  }

  private Path path(TreeEntry entry) {
    return top.resolve(entry.path());
  }

  private static void folder(Path folder) throws IOException {
    Files.createDirectory(folder);
    Files.setPosixFilePermissions(folder, FOLDER);
  }

  private void file(TreeEntry entry, Set<PosixFilePermission> mode)
      throws IOException, ExportRefused {
    long size = size(entry);
    Path path = path(entry);
    try (Room.Lease _ = room.take(size < LARGE ? 0 : COPIES * size, () -> {});
        OutputStream out =
            Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ObjectLoader blob = open(entry);
      if (isLfsPointer(blob)) {
        note(new Finding.LfsPointer(entry.path()));
      }
      blob.copyTo(out);
    }
    Files.setPosixFilePermissions(path, mode);
    Files.setLastModifiedTime(path, time);
    files++;
  }

  private ObjectLoader open(TreeEntry entry) throws IOException {
    return reader.open(entry.id(), Constants.OBJ_BLOB);
  }

  /** Looked at before the file itself, which may not fit into memory. */
  private long size(TreeEntry entry) throws IOException, ExportRefused {
    long size = reader.getObjectSize(entry.id(), Constants.OBJ_BLOB);
    if (size > limits.fileBytes()) {
      throw new ExportRefused(
          entry.path() + " is larger than the limit of " + Text.bytes(limits.fileBytes()));
    }
    bytes += size;
    if (bytes > limits.totalBytes()) {
      throw new ExportRefused(
          "the files of the commit are together larger than the limit of "
              + Text.bytes(limits.totalBytes()));
    }
    return size;
  }

  private String target(TreeEntry link) throws IOException, ExportRefused {
    if (size(link) > limits.pathBytes()) {
      throw new ExportRefused("the link " + link.path() + " has a target that is too long");
    }
    String target = new String(open(link).getCachedBytes(), UTF_8);
    if (target.isEmpty() || target.indexOf('\0') >= 0) {
      throw new ExportRefused("the link " + link.path() + " has a target that no link can have");
    }
    return target;
  }

  private static boolean isLfsPointer(ObjectLoader blob) throws IOException {
    if (blob.getSize() < LFS.length || blob.getSize() > LFS_POINTER_BYTES) {
      return false;
    }
    return Arrays.mismatch(blob.getCachedBytes(), LFS) == LFS.length;
  }

  private void note(Finding finding) {
    if (findings.size() < Exported.MAX_FINDINGS) {
      findings.add(finding);
    }
  }
}
