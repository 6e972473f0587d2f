package paas.engine.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import paas.disk.Room;

/**
 * A shell script that sleeps while the server lives and keeps logs bounded while it is dead. The
 * end of its input is how it learns of that.
 */
final class LogKeeper implements AutoCloseable {
  private static final long KEEP = 16L << 20;
  private final @Nullable Process script;

  private LogKeeper(@Nullable Process script) {
    this.script = script;
  }

  /** Starts one in the place of any other. */
  static LogKeeper start(Path run) throws IOException {
    String token = ProcessHandle.current().pid() + "." + System.nanoTime();
    if (Room.of(run).readOnly()) {
      return new LogKeeper(null); // What it would empty cannot grow, either.
    }
    Files.writeString(run.resolve("keeper"), token + "\n");
    List<String> argv =
        List.of(
            "setsid",
            "sh",
            Launcher.script(run, "keeper").toString(),
            run.toString(),
            token,
            Long.toString(KEEP));
    return new LogKeeper(
        Commands.builder(argv)
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .directory(new File("/"))
            .start());
  }

  /** Lets it take over, as this process's death would. */
  @Override
  public void close() {
    if (script == null) {
      return;
    }
    try {
      script.getOutputStream().close();
    } catch (IOException alreadyGone) {
      // Then logs grow until the next server comes.
    }
  }
}
