package paas.engine.docker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paas.engine.BuildFailed;
import paas.engine.BuildOutput;
import paas.engine.StepFailure;
import paas.engine.StepLines;

/** Turns the classic builder's text into the steps and lines of a build. */
final class ClassicSteps {
  private static final Pattern STEP = Pattern.compile("Step \\d+/\\d+ : (.*)");
  private static final Pattern CHATTER =
      Pattern.compile(
          " ---> .*|Removing intermediate container .*|Successfully (built|tagged) .*"
              + "|\\[Warning\\] .*");

  private final BuildOutput output;
  private final StepTitle titles;
  private Optional<String> current = Optional.empty();
  private StepLines said;
  private long begin;
  private boolean cached;
  private boolean announced;

  ClassicSteps(BuildOutput output, StepTitle titles) {
    this.output = output;
    this.titles = titles;
    said = new StepLines(output::line);
  }

  /** Takes what one message of the stream says: the builder's own words, or a step's bytes. */
  void take(String text) {
    String first = text.lines().findFirst().orElse("");
    if (STEP.matcher(first).matches() || CHATTER.matcher(first).matches()) {
      text.lines().map(String::stripTrailing).forEach(this::builder);
    } else {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      said.take(bytes, bytes.length);
    }
  }

  private void builder(String line) {
    Matcher step = STEP.matcher(line);
    if (step.matches()) {
      finish();
      current = titles.of(step.group(1));
      said = new StepLines(output::line);
      announced = false;
      begin = System.nanoTime();
      cached = false;
    } else if (line.equals(" ---> Using cache")) {
      cached = true;
    } else if (line.startsWith(" ---> Running in")) {
      announce();
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
    said.end();
    if (!cached) {
      announce();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    current.ifPresent(title -> output.stepDone(title, took, cached ? "cached" : ""));
    current = Optional.empty();
  }

  BuildFailed failure(String error) {
    said.end();
    long took = System.nanoTime() - begin;
    current.ifPresent(
        title -> output.stepDone(title, Duration.ofNanos(took), StepFailure.note(took)));
    return BuildFailure.of(current, error, said);
  }
}
