package paas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paas.store.SshKey;
import paas.store.Store;

class AdminKeysTest {
  private static final String ONE =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBP4qxE66AgePRbQKaj8m7gA7KtLBo4yUB6D0Jz88XgP one";
  private static final String TWO =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHgO4E6jINK1TyVApL6q8NqmJL1RXXknttjPr5Ocgkps two";

  @TempDir Path folder;
  Store store;
  String home = System.getProperty("user.home");

  @BeforeEach
  void open() {
    store = Store.open(folder);
    System.setProperty("user.home", folder.toString());
  }

  @AfterEach
  void close() {
    System.setProperty("user.home", home);
    store.close();
  }

  private List<String> names() {
    return store.keys().list().stream().map(SshKey::name).toList();
  }

  @Test
  void aFileThatIsNoTextKeepsNoKeyOut() throws Exception {
    Path ssh = Files.createDirectory(folder.resolve(".ssh"));
    Files.write(ssh.resolve("a.pub"), new byte[] {(byte) 0x99, (byte) 0xc3, 0x28, 0, 10});
    Files.createDirectory(ssh.resolve("b.pub"));
    Files.writeString(ssh.resolve("c.pub"), "# mine\n" + ONE + "\n\n" + TWO + "\n");
    List<String> notes = new AdminKeys(store, new DataFolder(folder)).letIn(null);
    assertThat(names()).contains("one", "two");
    assertThat(notes).anyMatch(note -> note.contains("a.pub is not used"));
  }

  @Test
  void aNamedFileIsLetInWhoeverIsInAlready() throws Exception {
    Path first = Files.writeString(folder.resolve("first.pub"), ONE);
    new AdminKeys(store, new DataFolder(folder)).letIn(first);
    Path second = Files.writeString(folder.resolve("second.pub"), TWO);
    new AdminKeys(store, new DataFolder(folder)).letIn(second);
    assertThat(names()).containsExactlyInAnyOrder("one", "two");
  }
}
