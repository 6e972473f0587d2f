package paas.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * What a command did.
 *
 * @param line what was typed
 * @param exit its exit status
 * @param out standard output
 * @param err standard error
 */
record Said(String line, int exit, String out, String err) {
  /** Everything, as a failed test shows it. */
  @Override
  public String toString() {
    return "$ " + line + "\n" + out + err + "=> " + exit;
  }

  /** What git shows of the server's words, without git's own prefix and padding. */
  List<String> remote() {
    return err.lines()
        .filter(text -> text.startsWith("remote:"))
        .map(text -> text.substring("remote:".length()).stripTrailing())
        .map(text -> text.startsWith(" ") ? text.substring(1) : text)
        .toList();
  }

  Said ok() {
    return exits(0);
  }

  Said exits(int status) {
    assertThat(exit).as("%s", this).isEqualTo(status);
    return this;
  }

  Said says(String... texts) {
    for (String text : texts) {
      assertThat(out + err).as("%s", this).contains(text);
    }
    return this;
  }

  Said saysNot(String... texts) {
    for (String text : texts) {
      assertThat(out + err).as("%s", this).doesNotContain(text);
    }
    return this;
  }
}
