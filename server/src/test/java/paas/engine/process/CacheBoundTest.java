package paas.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import paas.model.AppId;

/** What builds leave for their next ones stays within its bound. */
@Timeout(60)
class CacheBoundTest {
  private final Path data = Samples.openFolder();
  private final CacheUsers users = new CacheUsers();
  private final Folders folders = new Folders(data, Users.of(200_000));

  @BeforeEach
  void fill() throws IOException {
    folders.create();
    for (int app = 1; app <= 4; app++) {
      Path cache = Files.createDirectories(folders.cache(new AppId(app)));
      Files.write(cache.resolve("kept"), new byte[1 << 20]);
      Files.setLastModifiedTime(cache, FileTime.from(Instant.EPOCH.plusSeconds(10 - app)));
    }
  }

  @AfterEach
  void clean() {
    Commands.removeTree(data);
  }

  private List<Long> left() throws IOException {
    return folders.cached().stream().map(AppId::value).sorted().toList();
  }

  private void hold(long bound) throws IOException {
    try (CacheBound held = new CacheBound(folders, users, bound)) {
      held.hold();
    }
  }

  @Test
  void thoseOfTheAppThatWasNotBuiltForLongestGoFirst() throws IOException {
    hold(5 << 20);
    assertThat(left()).containsExactly(1L, 2L, 3L, 4L);
    hold(5 << 19);
    assertThat(left()).containsExactly(1L, 2L);
  }

  @Test
  void thoseThatABuildUsesStay() throws Exception {
    try (CacheUsers.Use _ = users.take(new AppId(4))) {
      hold(5 << 19);
      assertThat(left()).containsExactly(1L, 4L);
      hold(0);
      assertThat(left()).containsExactly(4L);
    }
    hold(0);
    assertThat(left()).isEmpty();
  }
}
