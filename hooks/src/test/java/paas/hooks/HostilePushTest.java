package paas.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects made by hand, and more of everything than the limits allow. */
final class HostilePushTest extends PushScene {
  @Override
  PushLimits limits() {
    return new PushLimits(
        256 << 10,
        64 << 10,
        4 << 20,
        1_000,
        4 << 10,
        20,
        Duration.ofSeconds(20),
        ExportLimits.defaults());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".git",
        ".GIT",
        ".Git",
        "..",
        ".",
        "a/b",
        "git~1",
        "GIT~1",
        ".git ",
        ".git.",
        ".g\u200cit",
        ".git::$INDEX_ALLOCATION"
      })
  void namesThatNoFolderShouldHold(String name) throws Exception {
    refused(treeOf(name));
  }

  @Test
  void anEmptyName() throws Exception {
    refused(treeOf(""));
  }

  @Test
  void twoEntriesOfOneName() throws Exception {
    refused(treeOf("same", "same"));
  }

  @Test
  void gitmodulesThatRunCommands() throws Exception {
    client.commit(".gitmodules", "[submodule \"x\"]\n\tpath = x\n\turl = -u./payload\n");
    GitClient.Run push = client.git("push", "paas", "main");
    assertThat(push.text()).contains("! [remote rejected] main -> main (");
    assertThat(push.exit()).isEqualTo(1);
    assertThat(handler.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README readme", "aux.c plain", "what? plain"})
  void namesThatAreOnlyAwkwardElsewhereAreFine(String names) throws Exception {
    for (String name :
        List.of(names.substring(0, names.indexOf(' ')), names.substring(names.indexOf(' ') + 1))) {
      client.commit(name, name);
    }
    client.must("push", "paas", "main");
  }

  @Test
  void anOldHistoryWithSloppyCommitsIsFine() throws Exception {
    String tree = client.must("rev-parse", client.commit("a", "1") + "^{tree}");
    String commit =
        object(
            "commit", "tree " + tree + "\nauthor Ada <> 0 +0000\ncommitter Ada 0 +0000\n\nOld\n");
    client.must("push", "paas", commit + ":refs/heads/main");
  }

  @Test
  void aPackOverTheLimit() throws Exception {
    for (int i = 0; i < 8; i++) {
      noise("noise" + i, 50_000);
    }
    client.commit("last", "one");
    GitClient.Run push = client.git("push", "paas", "main");
    assertThat(push.text()).contains("(the push is larger than the limit of 256 KiB)");
    assertThat(push.exit()).isEqualTo(1);
    assertThat(handler.asked).isEmpty();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void anObjectOverTheLimit() throws Exception {
    client.commit("zeros", "0".repeat(65_000));
    client.must("push", "paas", "main");
    client.commit("zeros", "0".repeat(70_000));
    GitClient.Run push = client.git("push", "paas", "main");
    assertThat(push.text()).contains("(a file in the push is larger than the limit of 64 KiB");
    assertThat(push.exit()).isEqualTo(1);
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void tooManyRefs() throws Exception {
    client.commit("a", "1");
    for (int i = 0; i < 21; i++) {
      client.must("tag", "v" + i);
    }
    GitClient.Run push = client.git("push", "--tags", "paas", "main");
    assertThat(push.text()).contains("(a push names at most 20 refs)");
    assertThat(handler.asked).isEmpty();
  }

  @Test
  void moreCommandsThanBytes() throws Exception {
    client.commit("a", "1");
    String[] tags = new String[60];
    for (int i = 0; i < tags.length; i++) {
      tags[i] = "HEAD:refs/tags/" + "t".repeat(50) + i;
    }
    String[] command = new String[tags.length + 2];
    command[0] = "push";
    command[1] = "paas";
    System.arraycopy(tags, 0, command, 2, tags.length);
    GitClient.Run push = client.git(command);
    assertThat(push.exit()).isNotZero();
    assertThat(push.text()).contains("Commands size exceeds limit");
    assertThat(handler.asked).isEmpty();
  }

  @Test
  void endlessOptions() throws Exception {
    client.commit("a", "1");
    GitClient.Run push = client.git("push", "-o", "x".repeat(9_000), "paas", "main");
    assertThat(push.exit()).isNotZero();
    assertThat(push.text()).contains("Commands size exceeds limit");
    assertThat(handler.asked).isEmpty();
  }

  private void refused(String tree) throws Exception {
    String commit =
        object(
            "commit",
            "tree " + tree + "\nauthor A <a@b> 0 +0000\ncommitter A <a@b> 0 +0000\n\nBad\n");
    String objects = commit + "\n" + tree + "\n" + blob();
    RawPush.Answer answer =
        RawPush.create(server.port(), commit, "refs/heads/main", RawPush.packOf(client, objects));
    assertThat(answer.text()).contains("ng refs/heads/main the push holds a bad object: ");
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(handler.asked).isEmpty();
    assertThat(at("main")).isNull();
  }

  private String blob() throws Exception {
    return object("blob", "content");
  }

  private String treeOf(String... names) throws Exception {
    ByteArrayOutputStream tree = new ByteArrayOutputStream();
    for (String name : names) {
      tree.writeBytes(("100644 " + name + "\0").getBytes(StandardCharsets.UTF_8));
      tree.writeBytes(HexFormat.of().parseHex(blob()));
    }
    return client.object("tree", tree.toByteArray());
  }

  private String object(String type, String content) throws Exception {
    return client.object(type, content.getBytes(StandardCharsets.UTF_8));
  }

  private void noise(String name, int bytes) throws IOException {
    byte[] noise = new byte[bytes];
    new Random(name.hashCode()).nextBytes(noise);
    Files.write(client.folder.resolve(name), noise);
  }

  private List<String> leftovers() throws IOException {
    try (var files = Files.walk(folder.resolve("data/shop.git"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("incoming_") || name.endsWith(".lock"))
          .toList();
    }
  }
}
