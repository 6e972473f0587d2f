package paas.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a push, seen by the real git client. */
final class PushTest {
  @TempDir Path folder;
  private final ScriptedHandler handler = new ScriptedHandler();
  private GitServer server;
  private GitClient client;

  @BeforeEach
  void start() throws Exception {
    server =
        new GitServer(
            folder.resolve("data"), PushLimits.defaults(), handler, Duration.ofMillis(100));
    client = GitClient.init(folder.resolve("work"), server.port());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anAcceptedPushMovesTheBranch() throws Exception {
    String commit = client.commit("index.html", "hello");
    GitClient.Run push = client.git("push", "paas", "main");
    assertThat(push.text()).contains("* [new branch]      main -> main");
    assertThat(push.exit()).isZero();
    assertThat(at("main")).isEqualTo(commit);
    assertThat(server.results).containsExactly(new PushResult(0, false));
    assertThat(handler.deployed)
        .singleElement()
        .satisfies(it -> {
          assertThat(it.branch()).isEqualTo("main");
          assertThat(it.oldCommit()).isNull();
          assertThat(it.newCommit()).isEqualTo(commit);
          assertThat(it.forced()).isFalse();
        });
  }

  @Test
  void linesArriveWhileTheDeployRuns() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    handler.deploy =
        push -> {
          push.output().line("-----> first");
          boolean clientHasSeenIt = await(seen);
          push.output().line("=====> " + (clientHasSeenIt ? "second" : "too late"));
          return Verdict.accepted();
        };
    client.commit("index.html", "hello");
    Process push = client.start("push", "paas", "main");
    try (BufferedReader lines = push.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).startsWith("remote: -----> first");
      seen.countDown();
      assertThat(lines.readLine()).startsWith("remote: =====> second");
      assertThat(lines.lines()).anyMatch(line -> line.contains("main -> main"));
    }
    assertThat(push.waitFor()).isZero();
  }

  @Test
  void aFailedDeployIsRejectedAndCanBeRepeated() throws Exception {
    String first = client.commit("index.html", "one");
    client.must("push", "paas", "main");
    String second = client.commit("index.html", "two");
    handler.deploy = push -> Verdict.refused("web.1 exited with code 3");

    GitClient.Run push = client.git("push", "paas", "main");
    assertThat(push.text()).contains("! [remote rejected] main -> main (web.1 exited with code 3)");
    assertThat(push.exit()).isEqualTo(1);
    assertThat(at("main")).isEqualTo(first);
    assertThat(client.must("rev-parse", "paas/main")).isEqualTo(first);

    handler.deploy = it -> Verdict.accepted();
    GitClient.Run again = client.git("push", "paas", "main");
    assertThat(again.text()).contains(first.substring(0, 7) + ".." + second.substring(0, 7));
    assertThat(again.exit()).isZero();
    assertThat(at("main")).isEqualTo(second);
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private @Nullable String at(String branch) throws Exception {
    try (Repository repository = server.repositories.open("shop")) {
      return new RepositoryBranch(repository, branch).commit();
    }
  }
}
