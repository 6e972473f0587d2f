package paas.engine.docker;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import paas.engine.BuildFailed;
import paas.engine.BuildOutput;
import paas.engine.StepFailure;
import paas.engine.StepLines;
import paas.engine.docker.BuildKitTrace.Log;
import paas.engine.docker.BuildKitTrace.Vertex;

/** Turns BuildKit's progress into the steps and lines of a build. */
final class BuildKitSteps {
  private final BuildOutput output;
  private final StepTitle titles;
  private final Map<String, String> started = new HashMap<>();
  private final Set<String> done = new HashSet<>();
  private final Map<String, StepLines> written = new HashMap<>();
  private String speaker = "";
  private @Nullable Vertex failed;

  BuildKitSteps(BuildOutput output, StepTitle titles) {
    this.output = output;
    this.titles = titles;
  }

  void take(BuildKitTrace trace) {
    trace.vertices().stream().filter(vertex -> vertex.completed() == null).forEach(this::begin);
    trace.logs().forEach(this::log);
    trace.vertices().stream().filter(vertex -> vertex.completed() != null).forEach(this::end);
  }

  private void begin(Vertex vertex) {
    if (vertex.started() == null || vertex.cached() || started.containsKey(vertex.digest())) {
      return;
    }
    Optional<String> title = titles.of(vertex.name());
    started.put(vertex.digest(), title.orElse(""));
    title.ifPresent(output::step);
  }

  private void end(Vertex vertex) {
    Instant begin = vertex.started();
    Instant end = vertex.completed();
    if (begin == null || end == null || !done.add(vertex.digest())) {
      return;
    }
    StepLines lines = written.get(vertex.digest());
    if (lines != null) {
      lines.end();
    }
    Optional<String> title = titles.of(vertex.name());
    Duration took = vertex.cached() ? Duration.ZERO : Duration.between(begin, end);
    boolean broken = !vertex.error().isEmpty();
    if (broken && failed == null && !vertex.error().contains("context canceled")) {
      failed = vertex;
    } else {
      written.remove(vertex.digest());
    }
    String note = broken ? StepFailure.note(took.toNanos()) : vertex.cached() ? "cached" : "";
    title.ifPresent(known -> output.stepDone(known, took, note));
  }

  private void log(Log log) {
    StepLines lines =
        written.computeIfAbsent(log.vertex(), vertex -> new StepLines(line -> line(vertex, line)));
    byte[] bytes = new byte[log.message().remaining()];
    log.message().get(bytes);
    lines.take(bytes, bytes.length);
  }

  /** Steps run side by side: the one that speaks is named again when another spoke before. */
  private void line(String vertex, String text) {
    String title = started.getOrDefault(vertex, "");
    if (!speaker.equals(vertex) && !speaker.isEmpty() && !title.isEmpty()) {
      output.step(title);
    }
    speaker = vertex;
    output.line(text);
  }

  /** Why the build failed, from Docker's last word. */
  BuildFailed failure(String error) {
    if (failed == null) {
      return BuildFailure.of(error);
    }
    StepLines said = written.getOrDefault(failed.digest(), new StepLines(_ -> {}));
    return BuildFailure.of(titles.of(failed.name()), error, said);
  }
}
