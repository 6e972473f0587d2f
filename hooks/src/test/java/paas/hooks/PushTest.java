package paas.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The life of a push, seen by the real git client. */
final class PushTest extends PushScene {
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

  /** Such a client asks first what is here, and what only lies here must not count. */
  @Test
  void aClientThatNegotiatesIsTakenAfterADeployThatFailed() throws Exception {
    client.commit("index.html", "one");
    client.must("push", "paas", "main");
    client.must("config", "push.negotiate", "true");
    client.commit("index.html", "two");
    handler.deploy = push -> Verdict.refused("web.1 exited with code 3");
    assertThat(client.git("push", "paas", "main").exit()).isEqualTo(1);
    client.commit("other.html", "three");
    handler.deploy = it -> Verdict.accepted();
    GitClient.Run push = client.git("push", "paas", "main");
    assertThat(push.exit()).as(push.text()).isZero();
    assertThat(at("main")).isEqualTo(client.head());
  }

  @Test
  void aFirstDeployThatFailsLeavesNoBranch() throws Exception {
    client.commit("index.html", "hello");
    handler.deploy = push -> Verdict.refused("no language found");
    assertThat(client.git("push", "paas", "main").text())
        .contains("! [remote rejected] main -> main (no language found)");
    assertThat(at("main")).isNull();
  }

  @Test
  void aLiveCommitThatIsNotHereAnyMoreCountsAsNone() throws Exception {
    client.commit("index.html", "hello");
    handler.live.put("main", "1".repeat(40));
    handler.deploy = push -> Verdict.refused("no language found");
    client.git("push", "paas", "main");
    assertThat(at("main")).isNull();
  }

  @Test
  void aRefusalBeforeTheBranchMovesNeverDeploys() throws Exception {
    client.commit("index.html", "hello");
    handler.admit = push -> Verdict.refused("shop is locked;\nask its owner");
    GitClient.Run push = client.git("push", "paas", "main");
    assertThat(push.text())
        .contains("! [remote rejected] main -> main (shop is locked; ask its owner)");
    assertThat(push.exit()).isEqualTo(1);
    assertThat(handler.deployed).isEmpty();
    assertThat(at("main")).isNull();
  }

  @Test
  void anErrorOfTheServerFreesTheClient() throws Exception {
    client.commit("index.html", "hello");
    handler.deploy =
        push -> {
          throw new IllegalStateException("a bug, made for this test");
        };
    GitClient.Run push = client.git("push", "paas", "main");
    assertThat(push.text()).contains("(the server failed; its log says why)");
    assertThat(at("main")).isNull();
  }

  @Test
  void forcedPushesDeploy() throws Exception {
    String first = client.commit("index.html", "one");
    client.must("push", "paas", "main");
    client.must("commit", "-q", "--amend", "-m", "Rewritten");
    assertThat(client.git("push", "paas", "main").text()).contains("[rejected]");
    client.must("push", "--force", "paas", "main");
    Push last = handler.deployed.stream().reduce((a, b) -> b).orElseThrow();
    assertThat(last.forced()).isTrue();
    assertThat(last.oldCommit()).isEqualTo(first);
    assertThat(at("main")).isEqualTo(client.head());
  }

  @Test
  void optionsReachTheHandlerInOrder() throws Exception {
    client.commit("index.html", "hello");
    client.must("push", "-o", "plan", "-o", "message=two words", "paas", "main");
    assertThat(handler.asked.element().options()).containsExactly("plan", "message=two words");
  }

  @Test
  void aSilentDeployBeatsWithoutAWord() throws Exception {
    client.commit("index.html", "hello");
    CountDownLatch never = new CountDownLatch(1);
    handler.deploy =
        push -> {
          boolean ended = awaitMillis(never, 600);
          push.output().line(ended ? "impossible" : "done");
          return Verdict.accepted();
        };
    GitClient.Run push = client.git("push", "-q", "paas", "main");
    assertThat(push.text().strip()).isEqualTo("remote: done");
    assertThat(push.exit()).isZero();
  }

  @Test
  void hostileTextStaysText() throws Exception {
    client.commit("index.html", "hello");
    handler.deploy =
        push -> {
          push.output()
              .line("\u001b[2J\u001b]0;owned\u0007red \u001b[31mword\u001b[0m\b\u0000 end");
          push.output().line("one\ntwo\r\nthree");
          push.output().line("x".repeat(200_000));
          return Verdict.accepted();
        };
    GitClient.Run push = client.git("push", "paas", "main");
    assertThat(push.text())
        .contains("remote: red word end", "remote: one", "remote: two", "remote: three");
    assertThat(push.text()).doesNotContain("owned", "\u0007", "[31m");
    assertThat(push.text()).contains("x".repeat(200_000));
    assertThat(push.exit()).isZero();
  }

  @Test
  void aClientThatGoesAwayDoesNotStopItsDeploy() throws Exception {
    String commit = client.commit("index.html", "hello");
    CountDownLatch running = new CountDownLatch(1);
    handler.deploy =
        push -> {
          push.output().line("building");
          running.countDown();
          Awaitility.await().atMost(Duration.ofSeconds(20)).until(push.output()::clientGone);
          push.output().line("nobody reads this");
          return Verdict.accepted();
        };
    Process push = client.start("push", "paas", "main");
    assertThat(await(running)).isTrue();
    push.descendants().forEach(ProcessHandle::destroyForcibly);
    push.destroyForcibly().waitFor();
    Awaitility.await().until(() -> server.results.contains(new PushResult(0, true)));
    assertThat(handler.live).containsEntry("main", commit);
    assertThat(at("main")).isEqualTo(commit);
  }

  @Test
  void aClientThatStopsReadingDoesNotStopItsDeploy() throws Exception {
    client.commit("index.html", "hello");
    CountDownLatch spoken = new CountDownLatch(1);
    handler.deploy =
        push -> {
          push.output().line("building");
          for (int i = 0; i < 20_000; i++) {
            push.output().line(i + " " + "y".repeat(2_000));
          }
          spoken.countDown();
          return Verdict.accepted();
        };
    Process push = client.start("push", "paas", "main");
    assertThat(await(spoken)).as("40 MB for a client that reads nothing").isTrue();
    String text = new String(push.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(text).contains("[new branch]");
    assertThat(push.waitFor()).isZero();
  }

  @Test
  void aPushThatWasOvertakenMovesNothingBack() throws Exception {
    client.commit("index.html", "one");
    String[] later = new String[1];
    handler.deploy =
        push -> {
          handler.deploy = second -> Verdict.accepted();
          later[0] = pushMore();
          return Verdict.refused("too late");
        };
    GitClient.Run push = client.git("push", "paas", "main");
    assertThat(push.text()).contains("(too late)");
    assertThat(at("main")).isEqualTo(later[0]);
  }

  @Test
  void aClientWithoutSideBandIsToldByReportAndStderr() throws Exception {
    String commit = client.commit("index.html", "one");
    byte[] pack = RawPush.packOf(client, client.must("rev-list", "--objects", commit));
    handler.deploy =
        push -> {
          push.output().line("building");
          return Verdict.refused("it broke");
        };
    RawPush.Answer report = RawPush.create(server.port(), commit, "refs/heads/main", pack);
    assertThat(report.text()).contains("building\n", "ng refs/heads/main it broke\n");
    assertThat(report.text()).doesNotContain("ok refs/heads/main");
    assertThat(report.exit()).isEqualTo(1);
    assertThat(at("main")).isNull();

    String command = "0".repeat(40) + " " + commit + " refs/heads/main";
    RawPush.Answer status = RawPush.send(server.port(), RawPush.line(command), pack);
    assertThat(status.text()).endsWith("0000building\n");
    assertThat(status.exit()).isEqualTo(1);
    assertThat(at("main")).isNull();
  }

  @Test
  void cloneAndFetchSeeTheDeployBranch() throws Exception {
    client.must("checkout", "-q", "-b", "trunk");
    String commit = client.commit("index.html", "one");
    client.must("push", "paas", "trunk");
    client.must("clone", "-q", "ssh://paas/shop", "../copy");
    GitClient copy = new GitClient(folder.resolve("copy"), server.port());
    assertThat(copy.head()).isEqualTo(commit);
    assertThat(copy.must("branch", "--show-current")).isEqualTo("trunk");
    assertThat(client.must("ls-remote", "paas").lines().map(line -> line.replaceFirst(".*\t", "")))
        .containsExactly("HEAD", "refs/heads/trunk");
  }

  private String pushMore() {
    try {
      GitClient other = new GitClient(folder.resolve("work"), server.port());
      String commit = other.commit("index.html", "two");
      other.must("push", "paas", "main");
      return commit;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean awaitMillis(CountDownLatch latch, long millis) {
    try {
      return latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Many commits in one push that change little: git sends deltas on deltas, and names much twice.
   */
  @Test
  void historiesThatGrowInPiecesAreTaken() throws Exception {
    Random random = new Random(3);
    for (int file = 0; file < 30; file++) {
      Files.writeString(client.folder.resolve("file" + file), "content " + file);
    }
    client.commit("folder/index.html", "hello");
    client.must("push", "paas", "main");
    for (int piece = 0; piece < 6; piece++) {
      boolean fails = piece % 3 == 1;
      handler.deploy = _ -> fails ? Verdict.refused("it fell over") : Verdict.accepted();
      for (int i = 0; i < 5; i++) {
        String title = "Nothing new " + i + "\n\n" + "and more words than a title has ".repeat(9);
        client.must("commit", "-q", "--allow-empty", "-m", title);
      }
      for (int i = 0; i < 3; i++) {
        client.commit("file" + random.nextInt(30), "changed " + piece + i);
      }
      GitClient.Run push = client.git("push", "paas", "main");
      assertThat(push.text()).doesNotContain("missing", "unpack failed");
      assertThat(push.exit()).isEqualTo(fails ? 1 : 0);
    }
  }
}
