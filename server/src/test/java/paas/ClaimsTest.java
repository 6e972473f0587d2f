package paas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paas.SettingsFile.ProcessEngine;
import paas.model.UserError;

class ClaimsTest {
  private static final ProcessEngine USUAL = ProcessEngine.DEFAULT;
  @TempDir Path folder;

  private DataFolder data(String name) {
    try {
      DataFolder data = DataFolder.prepare(folder.resolve(name));
      Files.writeString(data.instance(), name);
      return data;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Claims claims() {
    return new Claims(folder.resolve("claims"));
  }

  @Test
  void eachFolderHasItsOwnPartAndKeepsIt() {
    Claims.Claim one = claims().claim(data("one"), "one", USUAL);
    Claims.Claim two = claims().claim(data("two"), "two", USUAL);
    assertThat(one.ports()).isEqualTo(new Claims.Range(20_000, 20_249));
    assertThat(one.users().first()).isEqualTo(200_000);
    assertThat(two.ports()).isEqualTo(new Claims.Range(20_250, 20_499));
    assertThat(two.users().first()).isEqualTo(300_000);
    assertThat(claims().claim(data("one"), "one", USUAL)).isEqualTo(one);
    claims().release(data("one"));
    assertThat(claims().claim(data("three"), "three", USUAL).ports()).isEqualTo(one.ports());
  }

  @Test
  void aFolderThatWasRemovedOwnsNothing() throws Exception {
    Claims.Claim one = claims().claim(data("one"), "one", USUAL);
    Files.delete(one.data().resolve("instance"));
    assertThat(claims().claim(data("two"), "two", USUAL).ports()).isEqualTo(one.ports());
  }

  @Test
  void whatTheOperatorChoseIsTakenWholeOrRefusedByName() {
    Claims.Claim one = claims().claim(data("one"), "one", USUAL);
    ProcessEngine ports = new ProcessEngine(20_100, 24_999, 900_000);
    assertThatThrownBy(() -> claims().claim(data("two"), "two", ports))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("ports 20000 to 20249 belong to the server of " + one.data());
    ProcessEngine users = new ProcessEngine(25_000, 29_999, 250_000);
    assertThatThrownBy(() -> claims().claim(data("two"), "two", users))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("user ids 200000 to 299999 belong to the server of ");
    ProcessEngine apart = new ProcessEngine(25_000, 29_999, 900_000);
    assertThat(claims().claim(data("two"), "two", apart).ports())
        .isEqualTo(new Claims.Range(25_000, 29_999));
  }
}
