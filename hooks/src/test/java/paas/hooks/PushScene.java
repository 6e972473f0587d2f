package paas.hooks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server, a scripted platform behind it, and a real client in front. */
abstract class PushScene {
  @TempDir Path folder;
  final ScriptedHandler handler = new ScriptedHandler();
  GitServer server;
  GitClient client;

  PushLimits limits() {
    return PushLimits.defaults();
  }

  @BeforeEach
  final void start() throws Exception {
    FileSystemClock.measured();
    server = new GitServer(folder.resolve("data"), limits(), handler, Duration.ofMillis(100));
    client = GitClient.init(folder.resolve("work"), server.port());
  }

  @AfterEach
  final void stop() {
    server.close();
  }

  final @Nullable String at(String branch) throws IOException {
    try (Repository repository = server.repositories.open("shop")) {
      return new RepositoryBranch(repository, branch).commit();
    }
  }

  final boolean serverHas(String object) throws IOException {
    try (Repository repository = server.repositories.open("shop")) {
      return repository.getObjectDatabase().has(ObjectId.fromString(object));
    }
  }

  static boolean await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
