package paas.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import paas.RandomText;
import paas.model.AppName;
import paas.model.UserError;
import paas.store.SshKey;

/** Lines that clients send and keys that people paste: understood exactly, or refused in words. */
@Timeout(60)
class LinesFuzzTest {
  private static final int ROUNDS = 20_000;
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGVkMjU1MTkta2V5LW9mLXRoaXJ0eS10d28tYnl0ZXM= ada@desk";
  private final RandomText texts = new RandomText(7);

  @Test
  void aGitLineNamesAnAppOrIsRefused() {
    List<String> pieces =
        List.of(
            "git-receive-pack",
            "git-upload-pack",
            "git ",
            "receive-pack",
            " ",
            "'",
            "/",
            "shop",
            "~",
            "..",
            "a",
            "-",
            ".git",
            ";id");
    for (int round = 0; round < ROUNDS; round++) {
      String line = texts.of(pieces, 8);
      understood(line);
      understood("git-receive-pack '" + texts.like("/shop") + "'");
    }
  }

  private static void understood(String line) {
    try {
      switch (ExecLine.of(line)) {
        case ExecLine.ReceivePack push -> named(push.app(), line);
        case ExecLine.UploadPack fetch -> named(fetch.app(), line);
        case ExecLine.Verb verb -> assertThat(verb.line()).isEqualTo(line);
      }
    } catch (UserError refused) {
      shown(refused, line);
    }
  }

  private static void named(AppName app, String line) {
    assertThat(app.value()).matches("[a-z][a-z0-9-]{0,38}[a-z0-9]");
    // Quotes may stand anywhere in a word, as for a shell.
    assertThat(line.replaceAll("['\"\\\\]", "")).contains(app.value());
  }

  private static void shown(UserError refused, String text) {
    assertThat(refused.exitCode()).as("%s", text).isEqualTo(UserError.USAGE);
    assertThat(refused.what() + refused.remedy())
        .as("%s", text)
        .hasSizeLessThan(600)
        .matches(said -> said.chars().noneMatch(c -> Character.isISOControl(c) || c == 0x202E));
  }

  @Test
  void aKeyIsWholeOrRefused() {
    Instant now = Instant.EPOCH;
    for (int round = 0; round < ROUNDS / 2; round++) {
      String line = texts.like(KEY);
      String name = texts.number(2) == 0 ? "" : texts.like("ada");
      try {
        SshKey key = PublicKeyLine.read(name, line, now);
        assertThat(key.name()).matches("[\\w@.+-]{1,64}");
        assertThat(key.fingerprint()).startsWith("SHA256:");
        assertThat(PublicKeyLine.read("", key.openssh(), now).fingerprint())
            .isEqualTo(key.fingerprint());
      } catch (UserError refused) {
        shown(refused, line);
      }
    }
  }

  @Test
  void anAppsNameIsALabelOrRefused() {
    List<String> pieces = List.of("a", "z", "0", "-", "shop", "WWW", "_", "a".repeat(20));
    for (int round = 0; round < ROUNDS; round++) {
      String name = texts.of(pieces, 5);
      try {
        assertThat(new AppName(name).value()).isEqualTo(name).matches("[a-z][a-z0-9-]*[a-z0-9]");
        assertThat(name.length()).isBetween(2, 40);
      } catch (UserError refused) {
        shown(refused, name);
      }
    }
  }
}
