package paas.engine.docker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import paas.engine.BuildFailed;
import paas.engine.BuildOutput;
import paas.engine.docker.BuildKitTrace.Log;
import paas.engine.docker.BuildKitTrace.Vertex;

/** Turns BuildKit's progress into the steps and lines of a build. */
final class BuildKitSteps {
  private final BuildOutput output;
  private final Set<String> started = new HashSet<>();
  private final Set<String> done = new HashSet<>();
  private final Map<String, ByteArrayOutputStream> unfinished = new HashMap<>();
  private Optional<String> failed = Optional.empty();

  BuildKitSteps(BuildOutput output) {
    this.output = output;
  }

  void take(BuildKitTrace trace) {
    trace.vertices().stream().filter(vertex -> vertex.completed() == null).forEach(this::begin);
    trace.logs().forEach(this::log);
    trace.vertices().stream().filter(vertex -> vertex.completed() != null).forEach(this::end);
  }

  private void begin(Vertex vertex) {
    if (vertex.started() != null && !vertex.cached() && started.add(vertex.digest())) {
      StepTitle.of(vertex.name()).ifPresent(output::step);
    }
  }

  private void end(Vertex vertex) {
    Instant begin = vertex.started();
    Instant end = vertex.completed();
    if (begin == null || end == null || !done.add(vertex.digest())) {
      return;
    }
    lastLine(vertex.digest());
    Optional<String> title = StepTitle.of(vertex.name());
    if (!vertex.error().isEmpty()) {
      failed = title;
    } else if (title.isPresent()) {
      Duration took = vertex.cached() ? Duration.ZERO : Duration.between(begin, end);
      output.stepDone(title.get(), took, vertex.cached() ? "cached" : "");
    }
  }

  private void log(Log log) {
    ByteArrayOutputStream line =
        unfinished.computeIfAbsent(log.vertex(), _ -> new ByteArrayOutputStream());
    while (log.message().hasRemaining()) {
      byte b = log.message().get();
      if (b == '\n') {
        write(line);
      } else {
        line.write(b);
      }
    }
  }

  private void lastLine(String vertex) {
    ByteArrayOutputStream line = unfinished.remove(vertex);
    if (line != null && line.size() > 0) {
      write(line);
    }
  }

  private void write(ByteArrayOutputStream line) {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    // A progress bar redraws its line: only what would stay on the screen is worth a line.
    String shown = text.stripTrailing();
    output.line(shown.substring(shown.lastIndexOf('\r') + 1));
  }

  /** Why the build failed, from Docker's last word. */
  BuildFailed failure(String error) {
    unfinished.keySet().stream().toList().forEach(this::lastLine);
    return BuildFailure.of(failed, error);
  }
}
