package paas.deploy;

import java.time.Duration;
import paas.engine.BuildOutput;

/** What a build says, passed on; its words are where a build can be held. */
record HeldOutput(BuildOutput to, FailPoints points) implements BuildOutput {
  private void held() {
    points.reach(FailPoints.Step.BUILDING);
  }

  @Override
  public void step(String title) {
    to.step(title);
    held();
  }

  @Override
  public void stepDone(String title, Duration took, String note) {
    to.stepDone(title, took, note);
    held();
  }

  @Override
  public void line(String text) {
    to.line(text);
    held();
  }

  @Override
  public void warning(String text) {
    to.warning(text);
  }
}
