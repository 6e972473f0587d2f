package paas.deploy;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import paas.engine.InstanceState.Ended;
import paas.engine.Listener;
import paas.engine.Running;
import paas.model.ProcessName;

/** Sentences for what a starting process was seen to do, each with what to do next. */
final class Diagnosis {
  private static final int COMMAND_NOT_EXECUTABLE = 126;
  private static final int COMMAND_NOT_FOUND = 127;
  private static final int KILLED = 137;

  private Diagnosis() {}

  static DeployFailed ended(Ended ended, String command, long memoryBytes, List<String> lastLines) {
    ProcessName process = ended.name().process();
    Integer code = ended.exitCode();
    if (ended.outOfMemory()) {
      return new DeployFailed(
          process + " was killed: it used more than its memory limit of " + mebibytes(memoryBytes),
          List.of("Let it use less at its start; the limit holds for each process."),
          lastLines);
    }
    if (code == null) {
      return new DeployFailed(
          process + " ended while it started, and nobody saw its exit status",
          List.of(),
          lastLines);
    }
    return new DeployFailed(process + exit(code), exitAdvice(code, process, command), lastLines);
  }

  private static String exit(int code) {
    return switch (code) {
      case COMMAND_NOT_EXECUTABLE -> ": its start command is not executable";
      case COMMAND_NOT_FOUND -> ": its start command was not found";
      case KILLED -> " was killed (exit code 137)";
      default -> " exited with code " + code;
    };
  }

  private static List<String> exitAdvice(int code, ProcessName process, String command) {
    String started = "It was started with: " + (command.isEmpty() ? "the image's CMD" : command);
    return switch (code) {
      case COMMAND_NOT_EXECUTABLE, COMMAND_NOT_FOUND ->
          List.of(
              started,
              "Name a command that the build brings, in the Procfile: " + process.type() + ": ...");
      case 0 -> List.of(started, "A " + process.type() + " process must keep running.");
      default -> List.of(started);
    };
  }

  static DeployFailed loopbackOnly(
      Running running, Listener listener, String language, List<String> lastLines) {
    return new DeployFailed(
        running.name().process()
            + " listens on "
            + shown(listener)
            + ", but must listen on 0.0.0.0:$PORT ("
            + running.appPort()
            + " here)",
        example(language),
        lastLines);
  }

  static DeployFailed wrongPort(
      Running running, List<Listener> listeners, String language, List<String> lastLines) {
    return new DeployFailed(
        running.name().process()
            + " listens on "
            + String.join(", ", listeners.stream().map(Diagnosis::shown).toList())
            + ", not on $PORT ("
            + running.appPort()
            + " here)",
        example(language),
        lastLines);
  }

  static DeployFailed neverListens(
      Running running, long seconds, String language, List<String> lastLines) {
    return new DeployFailed(
        "R10: "
            + running.name().process()
            + " did not listen on $PORT ("
            + running.appPort()
            + " here) within "
            + seconds
            + " s (setting checks.listen)",
        example(language),
        lastLines);
  }

  static DeployFailed unhealthy(
      Running running, String path, String seen, String howLong, List<String> lastLines) {
    return new DeployFailed(
        running.name().process() + " is not healthy: GET " + path + " " + seen + " " + howLong,
        List.of("Any status under 500 is healthy. What is asked for: ssh paas checks:set"),
        lastLines);
  }

  static String shown(Listener listener) {
    String address = listener.address();
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + listener.port();
  }

  private static List<String> example(@Nullable String language) {
    return switch (language == null ? "" : language.toLowerCase(Locale.ROOT)) {
      case "node.js", "node" -> List.of("Node: server.listen(process.env.PORT, '0.0.0.0')");
      case "python" -> List.of("Python: bind to 0.0.0.0 and int(os.environ['PORT'])");
      case "go" -> List.of("Go: http.ListenAndServe(\":\"+os.Getenv(\"PORT\"), nil)");
      case "rust" -> List.of("Rust: bind to (\"0.0.0.0\", port) with port from the variable PORT");
      default -> List.of("Listen on all addresses, at the port that the variable PORT names.");
    };
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MB";
  }
}
