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

  /**
   * Says that at this place lines are missing, or may be.
   *
   * @param what how many and why, such as {@code "12 lines dropped here: ..."}
   */
  default void gap(InstanceName from, Instant at, String what) {
    line(from, 0, at, "[" + what + "]");
  }
}
