package paas.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.hooks.pack.Room;

/** The tree of a commit on disk, and in place. */
final class TreeExportTest {
  private static final ExportLimits SMALL = new ExportLimits(50, 5, 60, 5_000, 2_000);

  @TempDir Path folder;
  private GitClient git;
  private Path into;

  @BeforeEach
  void start() throws Exception {
    FileSystemClock.measured();
    git = GitClient.init(folder.resolve("work"), 1);
    into = folder.resolve("release");
  }

  @Test
  void holdsWhatTheCommitHolds() throws Exception {
    git.commit("README", "read me");
    Files.createSymbolicLink(git.folder.resolve("link"), Path.of("bin/../README"));
    Files.createSymbolicLink(git.folder.resolve("dangling"), Path.of("nowhere"));
    git.commit("bin/run", "#!/bin/sh\n");
    git.must("update-index", "--chmod=+x", "bin/run");
    git.must("commit", "-q", "-m", "Program");

    Exported exported = export(SMALL);

    assertThat(exported).isEqualTo(new Exported(into, 2, 37, java.util.List.of()));
    assertThat(into.resolve("README")).hasContent("read me");
    assertThat(mode("README")).isEqualTo("rw-r--r--");
    assertThat(mode("bin/run")).isEqualTo("rwxr-xr-x");
    assertThat(mode("bin")).isEqualTo("rwxr-xr-x");
    assertThat(Files.readSymbolicLink(into.resolve("link"))).isEqualTo(Path.of("bin/../README"));
    assertThat(Files.isSymbolicLink(into.resolve("dangling"))).isTrue();
    Instant time = Instant.parse("2026-01-02T03:04:05Z");
    for (String path : new String[] {"", "README", "bin", "bin/run"}) {
      assertThat(Files.getLastModifiedTime(into.resolve(path)).toInstant()).isEqualTo(time);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a/link, ../../etc/passwd",
    "link, /etc/passwd",
    "link, ..",
    "a/b/link, ../../../x",
    "x/y/z, ../../a/b/c/up/../..",
  })
  void linksStayInside(String link, String target) throws Exception {
    link("a/b/c/up", "../../..");
    link(link, target);
    git.commit("README", "x");
    assertThatThrownBy(() -> export(SMALL))
        .isInstanceOf(ExportRefused.class)
        .hasMessageContaining("leaves the app's folder: it points to");
    assertNothingIsLeft();
  }

  @Test
  void aLoopOfLinksIsOnlyALoop() throws Exception {
    link("a", "b");
    link("b", "a");
    git.commit("README", "x");
    export(SMALL);
    assertThat(Files.isSymbolicLink(into.resolve("a"))).isTrue();
  }

  @Test
  void submodulesAndPointersAreNamed() throws Exception {
    String commit = git.commit("README", "x");
    git.commit("big.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n");
    git.must("update-index", "--add", "--cacheinfo", "160000," + commit + ",vendor/lib");
    git.must("commit", "-q", "-m", "Submodule");
    Exported exported = export(SMALL);
    assertThat(exported.findings())
        .containsExactly(new Finding.LfsPointer("big.bin"), new Finding.Submodule("vendor/lib"));
    assertThat(exported.findings()).allMatch(it -> it.sentence().startsWith(it.path() + " is a "));
    assertThat(into.resolve("vendor/lib")).isEmptyDirectory();
  }

  @Test
  void tooManyBytesInOneFile() throws Exception {
    git.commit("big", "x".repeat(2_001));
    refused("big is larger than the limit of 2000 bytes");
  }

  @Test
  void tooManyBytesInAll() throws Exception {
    for (int i = 0; i < 3; i++) {
      git.commit("f" + i, "x".repeat(1_900));
    }
    refused("together larger than the limit of 5000 bytes");
  }

  @Test
  void tooDeepAndTooLong() throws Exception {
    git.commit("1/2/3/4/file", "x");
    export(SMALL);
    Folders.remove(into);
    git.commit("1/2/3/4/5/file", "x");
    refused("nested deeper than 5");
    git.must("rm", "-rq", "1");
    git.commit("n".repeat(61), "x");
    refused("longer than 60 bytes");
  }

  @Test
  void tenBillionFilesFromAFewObjects() throws Exception {
    String child = git.object("blob", "x".getBytes(StandardCharsets.UTF_8));
    String mode = "100644 ";
    for (int level = 0; level < 10; level++) {
      java.io.ByteArrayOutputStream tree = new java.io.ByteArrayOutputStream();
      for (int i = 0; i < 10; i++) {
        tree.writeBytes((mode + i + "\0").getBytes(StandardCharsets.UTF_8));
        tree.writeBytes(HexFormat.of().parseHex(child));
      }
      child = git.object("tree", tree.toByteArray());
      mode = "40000 ";
    }
    git.must("update-ref", "HEAD", git.must("commit-tree", "-m", "Bomb", child));
    Instant start = Instant.now();
    assertThatThrownBy(() -> export(ExportLimits.defaults()))
        .isInstanceOf(ExportRefused.class)
        .hasMessageContaining("more than 200000 files and folders");
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
    assertNothingIsLeft();
  }

  @Test
  void neverIntoAFolderThatIsThere() throws Exception {
    git.commit("README", "x");
    export(SMALL);
    assertThatThrownBy(() -> export(SMALL)).isInstanceOf(IOException.class);
    assertThat(into.resolve("README")).hasContent("x");
  }

  @Test
  void namesAreCheckedWithoutThePushToo() throws Exception {
    String blob = git.object("blob", "x".getBytes(StandardCharsets.UTF_8));
    for (String name : new String[] {"..", ".git", "a/b"}) {
      java.io.ByteArrayOutputStream tree = new java.io.ByteArrayOutputStream();
      tree.writeBytes(("100644 " + name + "\0").getBytes(StandardCharsets.UTF_8));
      tree.writeBytes(HexFormat.of().parseHex(blob));
      String id = git.object("tree", tree.toByteArray());
      git.must("update-ref", "HEAD", git.must("commit-tree", "-m", "Bad", id));
      refused("a name that no folder can hold");
    }
  }

  @Test
  void readsInPlace() throws Exception {
    git.commit("web/app.js", "x");
    git.commit("Procfile", "web: node app.js");
    link("Dockerfile", "web/./../Procfile");
    link("code", "web");
    link("outside", "../Procfile");
    link("self", "self");
    git.commit("z", "x".repeat(101));
    try (Repository repository = repository();
        CommitTree tree = CommitTree.of(repository, git.head())) {
      assertThat(tree.isFile("Procfile")).isTrue();
      assertThat(tree.isFile("Dockerfile")).isTrue();
      assertThat(tree.isFile("web")).isFalse();
      assertThat(tree.isFolder("web")).isTrue();
      assertThat(tree.isFolder("")).isTrue();
      assertThat(tree.isFile("code/app.js")).isTrue();
      for (String missing :
          new String[] {
            "outside", "self", "../Procfile", "web/../../z", "no", "z/z", "/etc/passwd"
          }) {
        assertThat(tree.isFile(missing)).as(missing).isFalse();
        assertThat(tree.list(missing)).isEmpty();
      }
      assertThat(tree.list(""))
          .containsExactly("Dockerfile", "Procfile", "code/", "outside", "self", "web/", "z");
      assertThat(tree.list("web")).containsExactly("app.js");
      assertThat(new String(tree.read("Dockerfile", 100), StandardCharsets.UTF_8))
          .isEqualTo("web: node app.js");
      assertThatThrownBy(() -> tree.read("z", 100)).hasMessage("z is larger than 100 bytes");
      assertThatThrownBy(() -> tree.read("no", 100))
          .isInstanceOf(java.io.FileNotFoundException.class);
    }
  }

  private void link(String path, String target) throws IOException {
    Path link = git.folder.resolve(path);
    Files.createDirectories(link.getParent());
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of(target));
  }

  private void refused(String words) {
    assertThatThrownBy(() -> export(SMALL))
        .isInstanceOf(ExportRefused.class)
        .hasMessageContaining(words);
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() {
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("work", "work-home");
  }

  private Exported export(ExportLimits limits) throws Exception {
    try (Repository repository = repository()) {
      return TreeExport.export(repository, git.head(), into, limits, new Room(1 << 20));
    }
  }

  private Repository repository() throws IOException {
    return new FileRepositoryBuilder().setGitDir(git.folder.resolve(".git").toFile()).build();
  }

  private String mode(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(into.resolve(path)));
  }
}
