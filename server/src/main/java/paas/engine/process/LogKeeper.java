package paas.engine.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A shell script that sleeps while the server lives and keeps logs bounded while it is dead. The
 * end of its input is how it learns of that.
 */
final class LogKeeper {
  private static final long KEEP = 16L << 20;

  private LogKeeper() {}

  /** Starts one in the place of any other. */
  static void start(Path run) throws IOException {
    long own = ProcessHandle.current().pid();
    String token = own + "." + ProcStat.of(own).orElseThrow().startTick();
    Files.writeString(run.resolve("keeper"), token + "\n");
    Path script = Launcher.script(run, "keeper");
    Commands.builder(
            List.of("setsid", "sh", script.toString(), run.toString(), token, Long.toString(KEEP)))
        .redirectInput(ProcessBuilder.Redirect.PIPE)
        .redirectOutput(ProcessBuilder.Redirect.to(new File("/dev/null")))
        .redirectError(ProcessBuilder.Redirect.to(new File("/dev/null")))
        .directory(new File("/"))
        .start();
  }
}
