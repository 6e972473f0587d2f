package paas.house;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs programs as they are installed; every run has a deadline. */
final class Shell {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Shell() {}

  static Said run(String... argv) {
    return run(null, Map.of(), "", argv);
  }

  static Said run(@Nullable Path folder, Map<String, String> env, String input, String... argv) {
    return end(start(folder, env, argv), input, String.join(" ", argv));
  }

  static Process start(@Nullable Path folder, Map<String, String> env, String... argv) {
    ProcessBuilder builder = new ProcessBuilder(argv);
    if (folder != null) {
      builder.directory(folder.toFile());
    }
    builder.environment().putAll(env);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Feeds the process, and waits for its end. */
  static Said end(Process process, String input, String line) {
    return end(process, input, line, LIMIT);
  }

  static Said end(Process process, String input, String line, Duration limit) {
    CompletableFuture<String> out = all(process.getInputStream());
    CompletableFuture<String> err = all(process.getErrorStream());
    try {
      feed(process, input);
      boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      Said said = new Said(line, process.waitFor(), out.join(), err.join());
      if (!ended) {
        throw new AssertionError("did not end in " + limit.toSeconds() + " s: " + said);
      }
      return said;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new AssertionError("interrupted: " + line, e);
    }
  }

  private static void feed(Process process, String input) {
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended without reading; its exit status tells why.
      return;
    }
  }

  private static CompletableFuture<String> all(InputStream from) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (from) {
            return new String(from.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        Executors.newVirtualThreadPerTaskExecutor());
  }
}
