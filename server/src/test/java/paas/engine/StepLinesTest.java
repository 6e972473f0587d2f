package paas.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a build's step writes is fit to be read, and why it failed is said. */
class StepLinesTest {
  private final List<String> shown = new ArrayList<>();
  private final StepLines lines = new StepLines(shown::add);

  private void write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    lines.take(bytes, bytes.length);
  }

  @Test
  void aLineIsShownWhenItIsWholeAndNotAtTheEnd() {
    write("one\nt");
    assertThat(shown).containsExactly("one");
    write("wo\r\n\n   \nthree");
    assertThat(shown).containsExactly("one", "two");
    lines.end();
    assertThat(shown).containsExactly("one", "two", "three");
  }

  @Test
  void aProgressBarIsTheOneLineThatItLeaves() {
    IntStream.rangeClosed(0, 100).forEach(i -> write("\r" + i + " %"));
    write("\n\u001b[2K\u001b[1G\u001b[32m✔\u001b[39m ready\u0007\u001b]0;title\u0007\b\n");
    assertThat(shown).containsExactly("100 %", "✔ ready");
  }

  @Test
  void aBarWithoutAnEndTakesNoMemory() {
    byte[] redraw = ("\r" + "#".repeat(900)).getBytes(StandardCharsets.UTF_8);
    IntStream.range(0, 20_000).forEach(_ -> lines.take(redraw, redraw.length));
    lines.end();
    assertThat(shown).containsExactly("#".repeat(900));
  }

  @Test
  void aVeryLongLineIsCutWithAWord() {
    IntStream.range(0, 100).forEach(_ -> write("x".repeat(1_000)));
    write("\nnext\n");
    assertThat(shown.getFirst()).hasSizeLessThan(2_100).endsWith("... (98000 more characters)");
    assertThat(shown.getLast()).isEqualTo("next");
  }

  @Test
  void ofVeryManyLinesTheFirstAreShownAndTheLastAreKept() {
    IntStream.range(0, 12_000).forEach(i -> write("line " + i + "\n"));
    lines.end();
    assertThat(shown).hasSize(5_001);
    assertThat(shown.getLast()).isEqualTo("... 7000 more lines of this step are left out");
    assertThat(lines.last()).hasSize(30).startsWith("line 11970").endsWith("line 11999");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "1|Exception in thread main java.net.UnknownHostException: services.gradle.org"
            + "|the Gradle wrapper could not get Gradle",
        "1|java.io.IOException: Downloading from https://mirror/gradle-8.10-bin.zip failed: timeout"
            + "|the Gradle wrapper could not get Gradle",
        "1|[ERROR] error: release version 25 not supported|another Java",
        "1|npm error `npm ci` can only install packages when your package.json and"
            + " package-lock.json or npm-shrinkwrap.json are in sync.|the lock file is out of step",
        "1|error Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`."
            + "|the lock file is out of step",
        "1|➤ YN0028: │ The lockfile would have been modified by this install, which is explicitly"
            + " forbidden.|the lock file is out of step",
        "1| ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with frozen-lockfile|the lock file is out",
        "1|error: The lockfile at `uv.lock` needs to be updated, but `--locked` was provided."
            + "|the lock file is out of step",
        "101|error: the lock file /app/Cargo.lock needs to be updated but --locked was passed"
            + "|the lock file is out of step",
        "1|pyproject.toml changed significantly since poetry.lock was last generated. Run `poetry"
            + " lock` to fix the lock file.|the lock file is out of step",
        "1|Please run `pdm lock` to update the lock file|the lock file is out of step",
        "1|ERROR:: Aborting deploy|the lock file is out of step",
        "16|You are trying to install in deployment mode after changing|the lock file is out",
        "4|- Required package \"\"a/b\"\" is not present in the lock file.|the lock file is out",
        "1|npm error code ENOSPC|the disk is full",
        "1|OSError: [Errno 28] No space left on device|the disk is full",
        "1|npm error network request to https://example.test/ms failed, reason: getaddrinfo"
            + " ENOTFOUND example.test|the registry cannot be reached",
        "1|Could not transfer artifact a:b:pom:1 from/to central: Connection refused"
            + "|the registry cannot be reached",
        "1|npm error code SELF_SIGNED_CERT_IN_CHAIN self-signed certificate in certificate chain"
            + "|the registry's certificate is not trusted",
        "1|npm error notarget No matching version found for pnpm@99.9.9.|no such version of the package manager",
        "1|npm error code E404|was not found in the registry",
        "1|ERROR: No matching distribution found for flask==99|was not found in the registry",
        "1|npm error Missing script: \"\"biuld\"\"|package.json has no such script",
        "1|FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory"
            + "|it ran out of memory",
        "137|anything|it was killed, as when memory runs out",
        "127|sh: 1: tsc: not found|the command tsc was not found",
        "127|bash: line 1: tsc: command not found|the command tsc was not found",
        "127|nothing said|the command was not found",
        "3|something of its own|"
      })
  void aKnownCauseIsNamed(int code, String line, String cause) {
    write("before\n" + line + "\nafter\n");
    BuildFailed failed = StepFailure.of("npm ci", code, lines);
    String plain = "'npm ci' failed with exit code " + code;
    if (cause == null) {
      assertThat(failed.reason()).isEqualTo(plain);
    } else {
      assertThat(failed.reason()).startsWith(plain + ": ").contains(cause);
    }
    assertThat(failed.remedy()).isNotEmpty();
    assertThat(failed.lastLines()).startsWith("before").endsWith("after");
  }
}
