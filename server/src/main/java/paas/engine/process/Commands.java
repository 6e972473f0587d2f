package paas.engine.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import paas.engine.EngineUnavailable;

/** Runs the few fixed commands that the engine itself needs, none of them with text of a user's. */
final class Commands {
  private static final Map<String, String> ENV =
      Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C");

  private Commands() {}

  /** Whether it ended well in time; what it prints is dropped. */
  static boolean works(Duration limit, List<String> argv) {
    try {
      Process process =
          builder(argv)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return ended(process, limit) && process.exitValue() == 0;
    } catch (IOException notFound) {
      return false;
    }
  }

  /** Removes a folder and all in it; an app that moves things meanwhile cannot lead it astray. */
  static void removeTree(java.nio.file.Path folder) {
    try {
      Process rm = builder(List.of("rm", "-rf", "--", folder.toString()))
          .redirectErrorStream(true).start();
      if (!ended(rm, Duration.ofMinutes(2)) || rm.exitValue() != 0) {
        String said = new String(rm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        throw new EngineUnavailable("could not remove " + folder, new IOException(said));
      }
    } catch (IOException e) {
      throw new EngineUnavailable("could not remove " + folder, e);
    }
  }

  static ProcessBuilder builder(List<String> argv) {
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.environment().clear();
    builder.environment().putAll(ENV);
    builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    return builder;
  }

  private static boolean ended(Process process, Duration limit) {
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    return false;
  }
}
