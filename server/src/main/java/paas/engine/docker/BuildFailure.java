package paas.engine.docker;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paas.engine.BuildFailed;
import paas.engine.StepFailure;
import paas.engine.StepLines;

/** Puts Docker's last word about a build into a sentence of ours. */
final class BuildFailure {
  private static final Pattern EXIT = Pattern.compile("(?:exit code|non-zero code): (\\d{1,9})\\b");
  private static final Pattern WRAPPING =
      Pattern.compile(
          "^(?:failed to solve[^:]*: |rpc error: code = \\w+ desc = |failed to [^:]*: )+");

  private BuildFailure() {}

  /** Of a build in which no step failed. */
  static BuildFailed of(String error) {
    return of(Optional.empty(), error, new StepLines(_ -> {}));
  }

  static BuildFailed of(Optional<String> step, String error, StepLines said) {
    String plain = WRAPPING.matcher(error.strip()).replaceFirst("");
    Matcher exit = EXIT.matcher(plain);
    if (exit.find()) {
      return StepFailure.of(step.orElse("a build step"), Integer.parseInt(exit.group(1)), said);
    }
    if (plain.contains("no space left on device")) {
      return new BuildFailed(
          "the disk of the Docker engine is full",
          "free some (docker system df shows what uses it)");
    }
    return new BuildFailed(
        "the image cannot be built: " + plain.lines().findFirst().orElse("Docker gave no reason"),
        "mend the Dockerfile, or what it copies, and push again",
        said.last());
  }
}
