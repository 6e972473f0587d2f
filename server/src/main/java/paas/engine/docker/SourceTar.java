package paas.engine.docker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes a build's context: the source tree as far as it is not ignored, and the Dockerfile. */
final class SourceTar extends SimpleFileVisitor<Path> {
  private final Path source;
  private final ImageBuild build;
  private final IgnoreRules rules;
  private final TarArchiveOutputStream tar;

  private SourceTar(Path source, ImageBuild build, IgnoreRules rules, TarArchiveOutputStream tar) {
    this.source = source;
    this.build = build;
    this.rules = rules;
    this.tar = tar;
  }

  static void write(Path source, ImageBuild build, OutputStream out) throws IOException {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      // BuildKit tells a tar by its first header, which must be none of an extension.
      TarArchiveEntry root = new TarArchiveEntry("./");
      root.setModTime(FileTime.from(Instant.EPOCH));
      tar.putArchiveEntry(root);
      tar.closeArchiveEntry();
      for (Map.Entry<String, byte[]> file : build.added().entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        entry.setModTime(FileTime.from(Instant.EPOCH));
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
      IgnoreRules rules = build.rules(source);
      Files.walkFileTree(source, new SourceTar(source, build, rules, tar));
    }
  }

  /** Parts of a second would need an extension of the format that makes a tar twice as long. */
  private static FileTime seconds(FileTime time) {
    return FileTime.from(time.to(TimeUnit.SECONDS), TimeUnit.SECONDS);
  }

  private String nameOf(Path path) {
    return source.relativize(path).toString();
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
      throws IOException {
    String name = nameOf(folder);
    if (name.isEmpty()) {
      return FileVisitResult.CONTINUE;
    }
    if (rules.skipsWhole(name)) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    if (!rules.ignores(name)) {
      TarArchiveEntry entry = new TarArchiveEntry(name + "/");
      entry.setMode(0755);
      entry.setModTime(seconds(attributes.lastModifiedTime()));
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    String name = nameOf(file);
    if (build.added().containsKey(name)) {
      return FileVisitResult.CONTINUE;
    }
    // The Dockerfile itself is always sent, as Docker's own client does.
    if (name.equals(build.dockerfile()) || !rules.ignores(name)) {
      if (attributes.isSymbolicLink()) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setModTime(seconds(attributes.lastModifiedTime()));
        entry.setLinkName(Files.readSymbolicLink(file).toString());
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
      } else if (attributes.isRegularFile()) {
        addFile(file, name, attributes);
      }
    }
    return FileVisitResult.CONTINUE;
  }

  private void addFile(Path file, String name, BasicFileAttributes attributes) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(attributes.size());
    entry.setMode(Files.isExecutable(file) ? 0755 : 0644);
    entry.setModTime(seconds(attributes.lastModifiedTime()));
    tar.putArchiveEntry(entry);
    Files.copy(file, tar);
    tar.closeArchiveEntry();
  }
}
