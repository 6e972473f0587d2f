package paas.acme;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.model.Printable;

/**
 * The operator's program that writes and takes away TXT records: {@code PROGRAM present|cleanup
 * NAME VALUE}. It returns when the record can be seen.
 */
final class DnsHook {
  private static final Logger LOG = LoggerFactory.getLogger(DnsHook.class);
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int MOST_OUTPUT = 64 << 10;
  private static final int TOLD = 200;

  private final Path program;

  /** One run at a time: most such programs change a file or a zone as a whole. */
  private final Semaphore turn = new Semaphore(1, true);

  DnsHook(Path program) {
    this.program = program;
  }

  /**
   * Runs it to its end.
   *
   * @throws OrderFailed when it failed, with its last words
   */
  void run(String deed, String name, String value) throws OrderFailed, InterruptedException {
    if (!turn.tryAcquire(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new OrderFailed("acme.dns-hook was busy with other hosts for too long");
    }
    try {
      runAlone(deed, name, value);
    } finally {
      turn.release();
    }
  }

  private void runAlone(String deed, String name, String value)
      throws OrderFailed, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(List.of(program.toString(), deed, name, value));
    Map<String, String> env = builder.environment();
    env.keySet().retainAll(List.of("PATH", "HOME", "LANG", "TZ"));
    builder.redirectErrorStream(true);
    try {
      Process process = builder.start();
      try {
        process.getOutputStream().close();
        CompletableFuture<String> said =
            CompletableFuture.supplyAsync(
                () -> words(process.getInputStream()),
                task -> Thread.ofVirtual().name("dns-hook").start(task));
        boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
          throw new OrderFailed("acme.dns-hook took longer than " + LIMIT.toMinutes() + " min");
        }
        if (process.exitValue() != 0) {
          throw new OrderFailed(
              "acme.dns-hook "
                  + deed
                  + " ended with "
                  + process.exitValue()
                  + ": "
                  + said.completeOnTimeout("", 2, TimeUnit.SECONDS).join());
        }
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new OrderFailed("acme.dns-hook cannot be started: " + e.getMessage());
    }
  }

  /** What cannot be taken away is told in the log: the certificate is there. */
  void cleanUp(String name, String value) {
    try {
      run("cleanup", name, value);
    } catch (OrderFailed e) {
      LOG.warn("the TXT record {} may be left: {}", name, e.why());
    } catch (InterruptedException e) {
      LOG.warn("the TXT record {} may be left: the server ends", name);
      Thread.currentThread().interrupt();
    }
  }

  private static String words(InputStream from) {
    try (from) {
      String all = new String(from.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8).strip();
      from.skip(Long.MAX_VALUE);
      String last = all.lines().reduce("", (_, line) -> line);
      return Printable.of(last.length() > TOLD ? last.substring(0, TOLD) : last);
    } catch (IOException e) {
      return "";
    }
  }
}
