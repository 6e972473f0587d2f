package paas.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import paas.model.InstanceName;

/** A sink and a build output that remember what they were given. */
final class RecordedLines implements LogSink, BuildOutput {
  record Line(InstanceName from, int release, Instant at, String text) {}

  private final Queue<Line> lines = new ConcurrentLinkedQueue<>();
  private final Queue<String> build = new ConcurrentLinkedQueue<>();

  @Override
  public void line(InstanceName from, int release, Instant at, String text) {
    lines.add(new Line(from, release, at, text));
  }

  List<String> of(InstanceName name) {
    return lines.stream().filter(line -> line.from().equals(name)).map(Line::text).toList();
  }

  List<Line> all() {
    return List.copyOf(lines);
  }

  /** What a build said, a line for each happening. */
  List<String> build() {
    return List.copyOf(build);
  }

  @Override
  public void step(String title) {
    build.add("step " + title);
  }

  @Override
  public void stepDone(String title, Duration took, String note) {
    build.add("done " + title + (note.isEmpty() ? "" : " (" + note + ")"));
  }

  @Override
  public void line(String text) {
    build.add("line " + text);
  }

  @Override
  public void warning(String text) {
    build.add("warning " + text);
  }
}
