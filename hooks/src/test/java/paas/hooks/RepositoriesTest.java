package paas.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bare repositories by id. */
final class RepositoriesTest {
  @TempDir Path folder;
  private Repositories repositories;

  @BeforeEach
  void start() throws Exception {
    FileSystemClock.measured();
    repositories = new Repositories(folder);
  }

  @Test
  void openMakesABareRepositoryOnce() throws Exception {
    for (int i = 0; i < 2; i++) {
      try (Repository repository = repositories.open("a1")) {
        assertThat(repository.isBare()).isTrue();
        assertThat(repository.getConfig().getInt("gc", "auto", -1)).isZero();
        assertThat(repository.getConfig().getBoolean("core", "fsyncRefFiles", false)).isTrue();
        assertThat(repository.getConfig().getBoolean("receive", "autogc", true)).isFalse();
      }
    }
    assertThat(folder.resolve("a1.git")).isDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a/b", "A", "shop ", "a.b", "-x", "$(id)"})
  void anIdIsNeverAPath(String id) {
    assertThatThrownBy(() -> repositories.open(id)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> repositories.delete(id)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void deleteLeavesNothing() throws Exception {
    repositories.open("a1").close();
    repositories.delete("a1");
    repositories.delete("never");
    assertThat(folder.resolve("a1.git")).doesNotExist();
    assertThat(folder.toFile().list()).doesNotContain("a1.git");
  }

  @Test
  void sweepRemovesWhatADeadServerLeft() throws Exception {
    repositories.open("a1").close();
    Path git = folder.resolve("a1.git");
    Path[] leftovers = {
      git.resolve("objects/incoming_123.pack"),
      git.resolve("objects/incoming_123.idx"),
      git.resolve("objects/pack/pack-00.keep"),
      git.resolve("objects/pack/pack-" + "a".repeat(40) + ".pack"),
      git.resolve("objects/pack/pack-" + "b".repeat(40) + ".idx"),
      git.resolve("gc.pid"),
      git.resolve("refs/heads/main.lock"),
      git.resolve("packed-refs.lock"),
      folder.resolve("a2.git.77.unfinished"),
    };
    Files.createDirectories(leftovers[2].getParent());
    for (Path leftover : leftovers) {
      Files.writeString(leftover, "x");
    }
    Path kept = Files.writeString(git.resolve("objects/pack/pack-00.pack"), "x");
    Path branches = git.resolve("refs/heads");
    for (String name : new String[] {"nozzle", "incoming_x", "a.unfinished", "pack-a.keep"}) {
      Files.writeString(branches.resolve(name), "x");
    }
    assertThat(repositories.sweep()).containsExactlyInAnyOrder(leftovers);
    assertThat(branches.toFile().list()).hasSize(4);
    assertThat(leftovers).allMatch(Files::notExists);
    assertThat(kept).exists();
    assertThat(repositories.sweep()).isEmpty();
  }
}
