package paas.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.BuildOutput;

/**
 * Waits at each step for which a file of its name lies in a folder, and says so by a file {@code
 * STEP.reached} beside it; until the file is taken away, or a minute is over.
 */
record HeldSteps(Path folder) implements FailPoints {
  private static final Logger log = LoggerFactory.getLogger(HeldSteps.class);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(20);

  @Override
  public BuildOutput listening(BuildOutput said) {
    return new HeldOutput(said, this);
  }

  @Override
  public void reach(Step step) {
    Path asked = folder.resolve(step.label());
    if (!Files.exists(asked)) {
      return;
    }
    try {
      Files.writeString(folder.resolve(step.label() + ".reached"), "");
      log.warn("waiting at the fail point {}", step.label());
      long until = System.nanoTime() + LONGEST.toNanos();
      while (Files.exists(asked) && System.nanoTime() < until) {
        Thread.sleep(PAUSE);
      }
    } catch (IOException e) {
      log.warn("the fail point {} cannot be used: {}", step.label(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
