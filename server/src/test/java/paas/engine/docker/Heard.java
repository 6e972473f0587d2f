package paas.engine.docker;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import paas.engine.BuildOutput;

/** Remembers what a build said, a line for each happening. */
final class Heard implements BuildOutput {
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  List<String> lines() {
    return List.copyOf(lines);
  }

  void clear() {
    lines.clear();
  }

  @Override
  public void step(String title) {
    lines.add("step " + title);
  }

  @Override
  public void stepDone(String title, Duration took, String note) {
    lines.add("done " + title + (note.isEmpty() ? "" : " (" + note + ")"));
  }

  @Override
  public void line(String text) {
    lines.add("line " + text);
  }

  @Override
  public void warning(String text) {
    lines.add("warning " + text);
  }
}
