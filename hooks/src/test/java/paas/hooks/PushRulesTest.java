package paas.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which refs a push may name. */
final class PushRulesTest extends PushScene {
  @Test
  void tagsAreAcceptedAndNotKept() throws Exception {
    String commit = client.commit("index.html", "one");
    client.must("tag", "-a", "v1", "-m", "First");
    client.must("tag", "light");
    client.must("push", "--follow-tags", "paas", "main");
    GitClient.Run push = client.git("push", "--tags", "paas");
    assertThat(push.text()).contains("[new tag]         light -> light");
    assertThat(push.exit()).isZero();
    assertThat(handler.deployed).hasSize(1);
    assertThat(at("main")).isEqualTo(commit);
    assertThat(client.must("ls-remote", "paas")).doesNotContain("refs/tags");
  }

  @ParameterizedTest
  @ValueSource(strings = {"refs/heads/$(id)", "refs/heads/-x", "refs/heads/a;b", "refs/heads/é"})
  void branchNamesFollowThePattern(String ref) throws Exception {
    client.commit("index.html", "one");
    GitClient.Run push = client.git("push", "paas", "HEAD:" + ref);
    assertThat(push.text()).contains("remote rejected", "a branch name here has up to 100 letters");
    assertThat(push.exit()).isEqualTo(1);
    assertThat(handler.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"refs/notes/commits", "refs/for/main", "refs/remotes/x/main"})
  void otherNamespacesAreRefused(String ref) throws Exception {
    client.commit("index.html", "one");
    GitClient.Run push = client.git("push", "paas", "HEAD:" + ref);
    assertThat(push.text())
        .contains("(only branches can be pushed, for example: git push paas main)");
    assertThat(push.exit()).isEqualTo(1);
    assertThat(handler.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refs/heads/../x",
        "refs/heads/a..b",
        "refs/heads/x.lock",
        "HEAD",
        "refs/../../config",
        "refs/x"
      })
  void whatGitForbidsIsRefusedHereToo(String ref) throws Exception {
    String commit = client.commit("index.html", "one");
    byte[] pack = RawPush.packOf(client, client.must("rev-list", "--objects", commit));
    RawPush.Answer answer = RawPush.create(server.port(), commit, ref, pack);
    assertThat(answer.text()).doesNotContain("ok " + ref);
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(handler.asked).isEmpty();
    assertThat(client.must("ls-remote", "paas")).isEmpty();
  }

  @Test
  void aShallowCloneThatLacksMoreIsToldTheWayOut() throws Exception {
    client.commit("a", "1");
    client.commit("b", "2");
    client.must("clone", "-q", "--depth", "1", "file://" + client.folder, "../shallow");
    GitClient shallow = new GitClient(folder.resolve("shallow"), server.port());
    Files.delete(shallow.folder.resolve(".git/shallow"));
    String commit = shallow.head();
    byte[] pack =
        RawPush.packOf(shallow, shallow.must("rev-list", "--objects", "--no-walk", commit));
    RawPush.Answer answer = RawPush.create(server.port(), commit, "refs/heads/main", pack);
    assertThat(answer.text()).contains("ng refs/heads/main object", "git fetch --unshallow");
    assertThat(at("main")).isNull();
  }

  @Test
  void nothingIsDeleted() throws Exception {
    String commit = client.commit("index.html", "one");
    client.must("push", "paas", "main");
    GitClient.Run push = client.git("push", "paas", ":main");
    assertThat(push.text()).contains("remote rejected", "main");
    assertThat(push.exit()).isEqualTo(1);
    assertThat(at("main")).isEqualTo(commit);
  }

  @Test
  void onePushDeploysOneBranch() throws Exception {
    client.commit("index.html", "one");
    client.must("branch", "other");
    client.must("branch", "zed");
    handler.admit =
        push ->
            push.branch().equals("main")
                ? Verdict.accepted()
                : Verdict.refused("only main deploys, of " + push.branches());
    GitClient.Run push = client.git("push", "paas", "--all");
    assertThat(push.exit()).isEqualTo(1);
    assertThat(push.text())
        .contains("* [new branch]      main -> main")
        .contains("other -> other (a push deploys one branch, and this one deploys main)");
    assertThat(handler.deployed)
        .singleElement()
        .extracting(Push::branches)
        .asString()
        .contains("main", "other", "zed");
    assertThat(at("other")).isNull();
  }

  @Test
  void anAtomicPushMovesAllOrNothing() throws Exception {
    client.commit("index.html", "one");
    client.must("branch", "zed");
    GitClient.Run push = client.git("push", "--atomic", "paas", "main", "zed");
    assertThat(push.exit()).isEqualTo(1);
    assertThat(handler.deployed).isEmpty();
    assertThat(at("main")).isNull();
  }

  @Test
  void aTagIsNotABranch() throws Exception {
    client.commit("index.html", "one");
    client.must("tag", "-a", "v1", "-m", "First");
    GitClient.Run push = client.git("push", "paas", "refs/tags/v1:refs/heads/main");
    assertThat(push.text())
        .contains("(not a commit; for a tag write: git push paas 'TAG^{commit}:main')");
    client.must("push", "paas", "v1^{commit}:refs/heads/main");
    assertThat(at("main")).isEqualTo(client.head());
  }

  @Test
  void aShallowCloneDeploys() throws Exception {
    client.commit("a", "1");
    client.commit("b", "2");
    client.must("clone", "-q", "--depth", "1", "file://" + client.folder, "../shallow");
    GitClient shallow = new GitClient(folder.resolve("shallow"), server.port());
    shallow.must("remote", "add", "paas", "ssh://paas/shop");
    String commit = shallow.commit("c", "3");
    GitClient.Run push = shallow.git("push", "paas", "main");
    assertThat(push.text()).contains("* [new branch]      main -> main");
    assertThat(push.exit()).isZero();
    assertThat(at("main")).isEqualTo(commit);

    String next = shallow.commit("d", "4");
    shallow.must("push", "paas", "main");
    assertThat(at("main")).isEqualTo(next);

    client.must("pull", "-q", "--ff-only", "file://" + shallow.folder, "main");
    String full = client.commit("e", "5");
    client.must("push", "paas", "main");
    assertThat(at("main")).isEqualTo(full);
    server.repositories.gc("shop", Set.of());
    assertThat(client.git("clone", "ssh://paas/shop", "../copy").text())
        .contains("this history was pushed from a shallow clone: git clone --depth 1");
    client.must("clone", "-q", "--depth", "1", "ssh://paas/shop", "../copy");
    assertThat(folder.resolve("copy/e")).hasContent("5");
  }

  @Test
  void aThousandRefsInOnePush() throws Exception {
    String commit = client.commit("index.html", "one");
    List<String> push = new ArrayList<>(List.of("push", "paas", "main"));
    for (int i = 0; i < 999; i++) {
      push.add("main:refs/heads/b" + i);
    }
    GitClient.Run run = client.git(push.toArray(String[]::new));
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.text()).contains("a push deploys one branch, and this one deploys");
    assertThat(handler.deployed).hasSize(1);
    assertThat(client.must("ls-remote", "--heads", "paas").lines().toList()).hasSize(1);
    assertThat(handler.deployed.peek().newCommit()).isEqualTo(commit);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zzzz",
        "0001",
        "0003",
        "00050",
        "-001",
        "0008HEAD",
        "0000PACK",
        "\0\0\0\0",
        "0014push-cert\0push-options"
      })
  void whatIsNoLineOfTheProtocolEndsThePush(String garbage) throws Exception {
    RawPush.Answer answer = RawPush.send(server.port(), garbage + "0000", new byte[0]);
    assertThat(answer.exit()).isLessThanOrEqualTo(1);
    assertThat(handler.asked).isEmpty();
    client.commit("index.html", "one");
    client.must("push", "paas", "main");
  }

  @Test
  void manyPushesBecomeOnePackWhenNobodyIsThere() throws Exception {
    for (int i = 0; i < 20; i++) {
      client.commit("index.html", "number " + i);
      client.must("push", "paas", "main");
    }
    try (Repositories.Use _ = server.repositories.use("shop")) {
      assertThat(server.repositories.tidy("shop", Set::of)).isFalse();
    }
    assertThat(server.repositories.tidy("shop", Set::of)).isTrue();
    assertThat(server.repositories.tidy("shop", Set::of)).isFalse();
    client.commit("index.html", "after");
    client.must("push", "paas", "main");
    client.must("clone", "-q", "ssh://paas/shop", "../copy");
    assertThat(folder.resolve("copy/index.html")).hasContent("after");
  }

  @Test
  void whatIsLiveIsNoGarbageThoughAForcedPushTookTheBranch() throws Exception {
    String live = client.commit("index.html", "live");
    client.must("push", "paas", "main");
    client.must("commit", "-q", "--amend", "-m", "Rewritten");
    String other = client.head();
    client.must("push", "-f", "paas", "main");

    server.repositories.gc("shop", Set.of(live, "1".repeat(40)));
    assertThat(serverHas(live)).isTrue();
    assertThat(client.must("ls-remote", "paas")).doesNotContain(live);
    client.must("--git-dir", folder.resolve("data/shop.git").toString(), "fsck", "--strict");
    try (Repository repository = server.repositories.open("shop")) {
      assertThat(repository.getRefDatabase().getRefsByPrefix("refs/"))
          .extracting(Ref::getName)
          .containsExactly("refs/heads/main");
      assertThat(new RepositoryBranch(repository, "main").moveBack(other, live)).isTrue();
    }

    server.repositories.gc("shop", Set.of());
    assertThat(serverHas(live)).isTrue();
    assertThat(serverHas(other)).isFalse();
  }
}
