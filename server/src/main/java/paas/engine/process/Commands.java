package paas.engine.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import paas.engine.EngineUnavailable;

/** Runs the few fixed commands that the engine itself needs, none of them with text of a user's. */
final class Commands {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** npm wants a home, and asks the machine's list of users where none is named. */
  private static final Map<String, String> ENV = Map.of("PATH", PATH, "LC_ALL", "C", "HOME", "/");

  private static final Duration TREE_LIMIT = Duration.ofMinutes(5);

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

  /** What it printed, where it ended well in time; meant for a few lines. */
  static Optional<String> output(Duration limit, List<String> argv) {
    try {
      Process process = builder(argv).redirectErrorStream(true).start();
      if (ended(process, limit) && process.exitValue() == 0) {
        byte[] said = process.getInputStream().readAllBytes();
        return Optional.of(new String(said, StandardCharsets.UTF_8));
      }
      return Optional.empty();
    } catch (IOException notFound) {
      return Optional.empty();
    }
  }

  /** Removes a folder and all in it; an app that moves things meanwhile cannot lead it astray. */
  static void removeTree(Path folder) {
    List<String> remove = List.of("rm", "-rf", "--", folder.toString());
    if (!works(TREE_LIMIT, remove)) {
      // Go makes the folders of its modules read-only, which stops everybody but root.
      works(TREE_LIMIT, List.of("chmod", "-R", "u+rwX", "--", folder.toString()));
      must(remove);
    }
  }

  /** Copies a folder, links as links, to a name that is not there yet. */
  static void copyTree(Path from, Path to) {
    must(List.of("cp", "-a", "-T", "--", from.toString(), to.toString()));
  }

  /** Runs what has to work. */
  static void must(List<String> argv) {
    try {
      Process process = builder(argv).redirectErrorStream(true).start();
      if (!endedForSure(process) || process.exitValue() != 0) {
        byte[] said = process.getInputStream().readAllBytes();
        throw new IOException(new String(said, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new EngineUnavailable(String.join(" ", argv) + " failed", e);
    }
  }

  static ProcessBuilder builder(List<String> argv) {
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.environment().clear();
    builder.environment().putAll(ENV);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    return builder;
  }

  /** A half removed tree helps nobody: an interrupt has to wait. */
  private static boolean endedForSure(Process process) {
    boolean interrupted = Thread.interrupted();
    boolean ended = ended(process, TREE_LIMIT);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return ended;
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
