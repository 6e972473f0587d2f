package paas.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door with the machine's own OpenSSH client: statuses, streams, words. */
class SshServerTest {
  @TempDir static Path home;
  private static TestDoor door;

  @BeforeAll
  static void open() throws Exception {
    door = new TestDoor(home);
  }

  @AfterAll
  static void close() throws Exception {
    door.close();
  }

  @Test
  void aKnownKeyComesInUnderItsOwnersName() throws Exception {
    assertThat(door.ssh("paas", "whoami")).isEqualTo(new TestDoor.Output(0, "anna\n", ""));
  }

  @Test
  void versionAndHelpAnswer() throws Exception {
    assertThat(door.ssh("paas", "version").out()).isEqualTo("paas 1.2.3\n");
    assertThat(door.ssh("paas", "version", "--format", "json").out())
        .isEqualToIgnoringWhitespace("{\"version\": \"1.2.3\"}");
    assertThat(door.ssh("paas", "help").out()).contains("apps:destroy shop").contains("ssh joins");
    assertThat(door.ssh("paas", "--", "--help").out()).contains("ssh joins");
    assertThat(door.ssh("paas").out()).as("no words at all").contains("apps:destroy shop");
  }

  @Test
  void statusesAndStreamsArriveAsTheyWereSent() throws Exception {
    assertThat(door.ssh("paas", "exit").status()).isEqualTo(7);
    assertThat(door.ssh("paas", "fail"))
        .isEqualTo(
            new TestDoor.Output(
                1, "on stdout\n", " !     it did not work\n       try another way\n"));
  }

  @Test
  void aSlipNamesTheNearestVerbAndExitsWithTwo() throws Exception {
    assertThat(door.ssh("paas", "app:destory"))
        .isEqualTo(
            new TestDoor.Output(
                2,
                "",
                """
                 !     unknown command 'app:destory'. Did you mean apps:destroy?
                       ssh paas help lists all commands
                """));
  }

  @Test
  void aBugShowsAnIncidentAndNothingElse() throws Exception {
    TestDoor.Output crash = door.ssh("paas", "crash");
    assertThat(crash.status()).isEqualTo(1);
    assertThat(crash.err()).containsPattern("incident [0-9a-f]{8}\\)").doesNotContain("secret");
  }

  @Test
  void wordsArriveAsQuoted() throws Exception {
    assertThat(door.ssh("paas", "echo shop 'a  b' $HOME `id` ';' \\* \"\" -x --app y").out())
        .isEqualTo("shop\n[a  b]\n[$HOME]\n[`id`]\n[;]\n[*]\n[]\n[-x]\n[--app]\n[y]\n");
  }

  @Test
  void hostileLinesAreRefusedWithASentence() throws Exception {
    assertThat(door.ssh("paas", "echo shop 'open").status()).isEqualTo(2);
    assertThat(door.ssh("paas", "echo shop\u0007").err()).contains("control character (code 7)");
    assertThat(door.ssh("paas", "whoami\nexit").status()).isEqualTo(2);
    assertThat(door.ssh("paas", "../../bin/sh").status()).isEqualTo(2);
    assertThat(door.ssh("paas", "version @/etc/passwd").err())
        .contains("'@/etc/passwd' is one word too many");
    assertThat(door.ssh("paas", "echo shop " + "x".repeat(100_000)).out()).hasSize(100_008);
  }

  @Test
  void standardInputArrivesWhole() throws Exception {
    String big = "0123456789abcdef".repeat(1 << 19);
    assertThat(door.sshWithInput(big, "paas", "count").out()).isEqualTo(big.length() + "\n");
  }

  @Test
  void aTerminalIsSeenAndEndsItsLinesInItsOwnWay() throws Exception {
    assertThat(door.ssh("paas", "tty").out()).isEqualTo("none\n");
    assertThat(door.ssh("-tt", "paas", "tty").out()).matches("\\S+ \\d+x\\d+\r\n");
  }

  @Test
  void destroyAsksOnATerminalAndRefusesWithout() throws Exception {
    assertThat(door.ssh("paas", "apps:destroy", "shop"))
        .isEqualTo(
            new TestDoor.Output(
                1,
                "",
                """
                 !     shop and its data will be lost
                       nothing was done; to go on: --confirm shop (or --force)
                """));
    assertThat(door.ssh("paas", "apps:destroy", "shop", "--confirm", "shoo").status()).isEqualTo(1);
    assertThat(door.ssh("paas", "apps:destroy", "shop", "--confirm=shop").out())
        .isEqualTo("=====> destroyed shop\n");
    assertThat(door.ssh("paas", "apps:destroy", "--force").status()).isZero();
    TestDoor.Output typed =
        door.sshWithInput("shoo\u007fp\r", "-tt", "paas", "apps:destroy", "shop");
    assertThat(typed.out()).contains("destroyed shop");
    assertThat(door.sshWithInput("no\r", "-tt", "paas", "apps:destroy", "shop").status())
        .isEqualTo(1);
    assertThat(door.sshWithInput("sh\u0003", "-tt", "paas", "apps:destroy", "shop").status())
        .isEqualTo(130);
  }

  @Test
  void variablesAreIgnoredButGitsProtocol() throws Exception {
    assertThat(
            door.ssh(
                    "-o",
                    "SetEnv=GIT_PROTOCOL=version=2 LD_PRELOAD=x",
                    "paas",
                    "git-upload-pack '/shop'")
                .status())
        .isEqualTo(3);
    assertThat(door.git.asked.poll()).isEqualTo("fetch anna shop version=2");
    door.ssh("-o", "SetEnv=GIT_PROTOCOL=--upload-pack=id", "paas", "git-upload-pack '/shop'");
    assertThat(door.git.asked.poll()).isEqualTo("fetch anna shop null");
  }

  @Test
  void gitReachesItsDoorThroughEveryFormOfRemote() throws Exception {
    int port = door.server.address().getPort();
    for (String remote :
        new String[] {
          "paas:shop", "paas:/shop", "ssh://paas/shop", "ssh://paas@127.0.0.1:" + port + "/shop"
        }) {
      TestDoor.Output listed = TestDoor.run(door.start("git", "ls-remote", remote), "");
      assertThat(listed.err()).contains("no git here");
      assertThat(door.git.asked.poll()).as(remote).startsWith("fetch anna shop version=");
    }
  }

  @Test
  void aRemoteThatIsNoNameIsRefused() throws Exception {
    for (String path :
        new String[] {"../shop", "/a/shop", "~/shop", "shop.git", "//shop", "-shop", ""}) {
      TestDoor.Output refused = door.ssh("paas", "git-receive-pack '" + path + "'");
      assertThat(refused.status()).as(path).isEqualTo(2);
      assertThat(refused.err()).contains("a remote is paas:APP");
    }
    assertThat(door.ssh("paas", "git-receive-pack 'shop' --x").status()).isEqualTo(2);
    assertThat(door.ssh("paas", "git-upload-archive 'shop'").status()).isEqualTo(2);
    assertThat(door.git.asked).isEmpty();
  }
}
