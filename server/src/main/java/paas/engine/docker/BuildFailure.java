package paas.engine.docker;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paas.engine.BuildFailed;

/** Puts Docker's last word about a build into a sentence of ours. */
final class BuildFailure {
  private static final Pattern EXIT = Pattern.compile("(?:exit code|non-zero code): (\\d+)");
  private static final Pattern WRAPPING =
      Pattern.compile(
          "^(?:failed to solve[^:]*: |rpc error: code = \\w+ desc = |failed to [^:]*: )+");

  private BuildFailure() {}

  static BuildFailed of(Optional<String> step, String error) {
    String plain = WRAPPING.matcher(error.strip()).replaceFirst("");
    if (plain.contains("no space left on device")) {
      return new BuildFailed(
          "the disk of the Docker engine is full",
          "free some (docker system df shows what uses it)");
    }
    Matcher exit = EXIT.matcher(plain);
    if (exit.find()) {
      String what = step.map(title -> "'" + title + "'").orElse("a build step");
      String code = exit.group(1);
      return new BuildFailed(
          what + " failed with exit code " + code + (code.equals("137") ? " (killed)" : ""),
          code.equals("137")
              ? "the machine may be out of memory; see what else runs on it"
              : "its own last lines above say why; try the same command locally");
    }
    return new BuildFailed(
        "the image cannot be built: " + plain.lines().findFirst().orElse("Docker gave no reason"),
        "mend the Dockerfile, or what it copies, and push again");
  }
}
