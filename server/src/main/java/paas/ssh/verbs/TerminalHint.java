package paas.ssh.verbs;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import paas.cli.Call;

/** The word for who waits for a prompt that does not come: a shell without a terminal has none. */
final class TerminalHint {
  private static final Duration PATIENCE = Duration.ofMillis(1500);
  private static final Set<String> INTERACTIVE =
      Set.of(
          "sh",
          "bash",
          "dash",
          "zsh",
          "ash",
          "node",
          "python",
          "python3",
          "irb",
          "psql",
          "sqlite3",
          "mysql",
          "redis-cli",
          "top",
          "htop",
          "vi",
          "vim",
          "nano",
          "less");

  private TerminalHint() {}

  /** Says it when nothing was typed for a moment; nothing comes of it where input is piped. */
  static void after(Call call, List<String> command, String again) {
    boolean alone = command.isEmpty() || (command.size() == 1 && interactive(command.getFirst()));
    if (call.terminal().isPresent() || call.flags().quiet() || !alone) {
      return;
    }
    Thread.ofVirtual()
        .name("run-hint")
        .start(() -> {
          try {
            Thread.sleep(PATIENCE);
            if (!call.cancel().cancelled() && call.stdin().available() == 0) {
              call.console().warn("no terminal, so no prompt; for one: ssh -t paas " + again);
            }
          } catch (IOException | RuntimeException _) {
            // Then there is nobody to tell.
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static boolean interactive(String word) {
    return !word.contains(" ") && INTERACTIVE.contains(String.valueOf(Path.of(word).getFileName()));
  }
}
