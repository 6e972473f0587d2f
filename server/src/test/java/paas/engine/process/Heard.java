package paas.engine.process;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import paas.engine.BuildOutput;
import paas.engine.LogSink;
import paas.model.InstanceName;

/** Remembers what a build or an app said. */
final class Heard implements BuildOutput, LogSink {
  private final Queue<String> all = new ConcurrentLinkedQueue<>();

  List<String> all() {
    return List.copyOf(all);
  }

  @Override
  public void line(InstanceName from, int release, Instant at, String text) {
    all.add(text);
  }

  @Override
  public void step(String title) {
    all.add("step " + title);
  }

  @Override
  public void stepDone(String title, Duration took, String note) {
    all.add("done " + title + " " + note);
  }

  @Override
  public void line(String text) {
    all.add(text);
  }

  @Override
  public void warning(String text) {
    all.add("warning " + text);
  }
}
