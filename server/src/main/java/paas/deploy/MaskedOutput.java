package paas.deploy;

import java.time.Duration;
import paas.engine.BuildOutput;

/** A build's words without the values of the app's config. */
record MaskedOutput(BuildOutput out, Mask mask) implements BuildOutput {
  @Override
  public void step(String title) {
    out.step(mask.hide(title));
  }

  @Override
  public void stepDone(String title, Duration took, String note) {
    out.stepDone(mask.hide(title), took, mask.hide(note));
  }

  @Override
  public void line(String text) {
    out.line(mask.hide(text));
  }

  @Override
  public void warning(String text) {
    out.warning(mask.hide(text));
  }
}
