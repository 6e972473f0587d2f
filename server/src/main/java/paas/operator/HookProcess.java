package paas.operator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import paas.engine.StepLines;

/**
 * One run of one program, behind a small runner that ends it and all that it started when this
 * server closes its side of a pipe, or is gone.
 */
final class HookProcess {
  private static final Duration KILL_LIMIT = Duration.ofSeconds(20);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);

  /** A pipe of the kernel takes so much from one who never waits for its reader. */
  private static final int LONGEST_RECORD = 60_000;

  private HookProcess() {}

  /**
   * How long it may take.
   *
   * @param grace from SIGTERM to SIGKILL
   */
  record Limits(Duration timeout, Duration grace) {}

  /** How it ended. */
  sealed interface Ended {
    record Well() implements Ended {}

    /**
     * With another status than 0.
     *
     * @param last its last line; empty when it said nothing
     */
    record Badly(int status, String last) implements Ended {}

    /** Not in time, so that it was killed. */
    record Late() implements Ended {}

    record Never(String why) implements Ended {}
  }

  /** Runs it to its end; an interrupt ends it too. */
  static Ended run(
      Path program, Map<String, String> env, String input, Limits limits, Consumer<String> lines)
      throws InterruptedException {
    byte[] record = (input + "\n").getBytes(StandardCharsets.UTF_8);
    if (record.length > LONGEST_RECORD) {
      return new Ended.Never("its input is too long");
    }
    StepLines said = new StepLines(lines);
    try {
      Process runner = start(program, env, limits);
      Thread reader = Thread.ofVirtual().start(() -> copy(runner.getInputStream(), said));
      boolean inTime = false;
      try (OutputStream alive = runner.getOutputStream()) {
        alive.write(record);
        alive.flush();
        inTime = runner.waitFor(limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
      } catch (IOException ranNothing) {
        inTime = true;
      } finally {
        awaitEnd(runner);
        reader.join(DRAIN_LIMIT);
      }
      return inTime ? ended(runner.exitValue(), said) : new Ended.Late();
    } catch (IOException e) {
      return new Ended.Never(e.getMessage() + "; perl runs it: apt-get install perl-base");
    }
  }

  private static Ended ended(int status, StepLines said) {
    List<String> last = said.last();
    return status == 0
        ? new Ended.Well()
        : new Ended.Badly(status, last.isEmpty() ? "" : last.getLast().strip());
  }

  private static Process start(Path program, Map<String, String> env, Limits limits)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                "perl",
                "-e",
                runner(),
                Long.toString(limits.grace().toSeconds()),
                program.toString()));
    builder.environment().clear();
    builder.environment().putAll(env);
    builder.directory(program.resolveSibling(".").normalize().toFile());
    return builder.redirectErrorStream(true).start();
  }

  /** The runner ends by itself, once its pipe is closed. */
  private static void awaitEnd(Process runner) {
    boolean interrupted = false;
    long until = System.nanoTime() + KILL_LIMIT.toNanos();
    while (runner.isAlive() && System.nanoTime() < until) {
      try {
        runner.waitFor(100, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (runner.isAlive()) {
      // Only then: it also closes the pipe, with what nobody has read yet.
      runner.destroyForcibly();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static String runner() throws IOException {
    try (InputStream in = HookProcess.class.getResourceAsStream("hook.pl")) {
      if (in == null) {
        throw new IllegalStateException("no hook.pl");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void copy(InputStream in, StepLines said) {
    byte[] buffer = new byte[8192];
    try (in) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        said.take(buffer, length);
      }
    } catch (IOException killed) {
      // It is gone, and with it what it had to say.
    }
    said.end();
  }
}
