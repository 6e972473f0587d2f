package paas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in a real bash, with an ssh of our own on the path. */
class CompletionScriptTest {
  @TempDir Path home;

  private final VerbTable table =
      BuiltIns.table(
          List.of(
              Verb.of("apps:create", "makes", "apps:create", () -> call -> 0)
                  .alias("create")
                  .app(AppUse.NONE),
              Verb.of("apps:destroy", "loses", "apps:destroy", () -> call -> 0)),
          "1");

  private List<String> complete(String line) throws Exception {
    Path ssh = home.resolve("ssh");
    Files.writeString(ssh, "#!/bin/sh\necho 'shop  up'; echo 'site  down'\n");
    assertThat(ssh.toFile().setExecutable(true)).isTrue();
    Path script = home.resolve("script");
    Files.writeString(script, CompletionScript.bash(table));
    String use =
        "PATH="
            + home
            + ":$PATH; . "
            + script
            + "; COMP_LINE=\"$1\" COMP_POINT=${#1} _paas_ssh;"
            + " printf '%s\\n' \"${COMPREPLY[@]}\"";
    Process bash =
        new ProcessBuilder("bash", "-c", use, "bash", line).redirectErrorStream(true).start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return out.isBlank() ? List.of() : out.lines().toList();
  }

  @Test
  void completesVerbsFlagsAndApps() throws Exception {
    assertThat(complete("ssh paas cre")).containsExactly("create");
    assertThat(complete("ssh paas apps:")).containsExactly("create", "destroy");
    assertThat(complete("ssh paas apps:d")).containsExactly("destroy");
    assertThat(complete("ssh paas apps:destroy --a")).containsExactly("--app");
    assertThat(complete("ssh paas apps:create --f")).containsExactly("--force", "--format");
    assertThat(complete("ssh paas apps:destroy s")).containsExactly("shop", "site");
    assertThat(complete("ssh otherhost apps")).isEmpty();
  }
}
