package paas.engine;

import java.time.Instant;
import paas.model.InstanceName;

/** Takes the lines that apps write. Must return quickly: a slow sink must never slow an app. */
public interface LogSink {
  /**
   * Takes one line.
   *
   * @param text one line without its end, cut at 64 KiB
   */
  void line(InstanceName from, int release, Instant at, String text);
}
