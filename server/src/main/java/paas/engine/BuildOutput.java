package paas.engine;

import java.time.Duration;

/** What happens in a build, as it happens. Called from any thread. */
public interface BuildOutput {
  /** A step began, such as {@code "npm ci"}. */
  void step(String title);

  /**
   * A step ended.
   *
   * @param note such as {@code "cached"}; empty for none
   */
  void stepDone(String title, Duration took, String note);

  /** A line of the app's own build. */
  void line(String text);

  void warning(String text);
}
