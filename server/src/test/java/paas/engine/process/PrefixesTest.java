package paas.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PrefixesTest {
  private static final int HUP_INT_QUIT = 0b111;

  /** As a server is that nohup or a script has put into the background. */
  @Test
  void whatRunsHeedsSignalsThatTheServerIgnores() throws Exception {
    Prefixes prefixes = Prefixes.probe(Users.of(200_000));
    assumeTrue(prefixes.has(Prefixes.Link.ADOPTION), "no perl here");
    List<String> argv =
        new ArrayList<>(List.of("sh", "-c", "trap '' HUP INT QUIT; exec \"$@\"", "sh"));
    argv.addAll(prefixes.ofRunner());
    argv.addAll(List.of("grep", "SigIgn", "/proc/self/status"));
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).startsWith("SigIgn:");
    long ignored = Long.parseLong(said.substring("SigIgn:".length()).strip(), 16);
    assertThat(ignored & HUP_INT_QUIT).as(said).isZero();
  }
}
