package paas.engine.docker;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paas.engine.BuildFailed;
import paas.engine.BuildOutput;

/** Turns the classic builder's text into the steps and lines of a build. */
final class ClassicSteps {
  private static final Pattern STEP = Pattern.compile("Step \\d+/\\d+ : (.*)");
  private static final Pattern CHATTER =
      Pattern.compile(
          " ---> .*|Removing intermediate container .*|Successfully (built|tagged) .*"
              + "|\\[Warning\\] .*");

  private final BuildOutput output;
  private Optional<String> current = Optional.empty();
  private long begin;
  private boolean cached;
  private boolean announced;

  ClassicSteps(BuildOutput output) {
    this.output = output;
  }

  /** Takes what one message of the stream says. */
  void take(String text) {
    text.lines().map(String::stripTrailing).filter(line -> !line.isEmpty()).forEach(this::line);
  }

  private void line(String line) {
    Matcher step = STEP.matcher(line);
    if (step.matches()) {
      finish();
      current = StepTitle.of(step.group(1));
      announced = false;
      begin = System.nanoTime();
      cached = false;
    } else if (line.equals(" ---> Using cache")) {
      cached = true;
    } else if (line.startsWith(" ---> Running in")) {
      announce();
    } else if (!CHATTER.matcher(line).matches()) {
      output.line(line);
    }
  }

  /** Only when it runs: the builder names a step before it knows whether it is cached. */
  private void announce() {
    if (!announced) {
      current.ifPresent(output::step);
    }
    announced = true;
  }

  /** The step before has ended well. */
  void finish() {
    if (!cached) {
      announce();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    current.ifPresent(title -> output.stepDone(title, took, cached ? "cached" : ""));
    current = Optional.empty();
  }

  BuildFailed failure(String error) {
    return BuildFailure.of(current, error);
  }
}
