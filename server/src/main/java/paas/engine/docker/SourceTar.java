package paas.engine.docker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes a build's context: the source tree as far as it is not ignored, and the Dockerfile. */
final class SourceTar extends SimpleFileVisitor<Path> {
  /** A name that no app's own file has. */
  static final String DOCKERFILE = ".paas.Dockerfile";

  private final Path source;
  private final IgnoreRules rules;
  private final TarArchiveOutputStream tar;

  private SourceTar(Path source, IgnoreRules rules, TarArchiveOutputStream tar) {
    this.source = source;
    this.rules = rules;
    this.tar = tar;
  }

  static void write(Path source, Recipe recipe, OutputStream out) throws IOException {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      byte[] dockerfile = recipe.text().getBytes(StandardCharsets.UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry(DOCKERFILE);
      entry.setSize(dockerfile.length);
      tar.putArchiveEntry(entry);
      tar.write(dockerfile);
      tar.closeArchiveEntry();
      IgnoreRules rules = IgnoreRules.of(source, recipe.own());
      Files.walkFileTree(source, new SourceTar(source, rules, tar));
    }
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
      entry.setModTime(attributes.lastModifiedTime());
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    String name = nameOf(file);
    if (!rules.ignores(name)) {
      if (attributes.isSymbolicLink()) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
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
    entry.setModTime(attributes.lastModifiedTime());
    tar.putArchiveEntry(entry);
    Files.copy(file, tar);
    tar.closeArchiveEntry();
  }
}
