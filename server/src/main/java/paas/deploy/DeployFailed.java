package paas.deploy;

import java.util.List;
import paas.engine.BuildFailed;

/** Why a deploy cannot go on: the reason, what to do next, and the app's last lines. */
final class DeployFailed extends Exception {
  private static final long serialVersionUID = 1;
  private final transient List<String> advice;
  private final transient List<String> lastLines;

  DeployFailed(String reason, List<String> advice, List<String> lastLines) {
    super(reason, null, false, false);
    this.advice = List.copyOf(advice);
    this.lastLines = List.copyOf(lastLines);
  }

  /** With one sentence of advice, or none; an engine begins it with a small letter. */
  DeployFailed(String reason, String advice) {
    this(reason, advice.isEmpty() ? List.of() : List.of(sentence(advice)), List.of());
  }

  /** A build's. */
  DeployFailed(BuildFailed build) {
    this(
        build.reason(),
        build.remedy().isEmpty() ? List.of() : List.of(sentence(build.remedy())),
        build.lastLines());
  }

  /** The same without what the mask hides. */
  DeployFailed masked(Mask mask) {
    return new DeployFailed(
        mask.hide(reason()),
        advice.stream().map(mask::hide).toList(),
        lastLines.stream().map(mask::hide).toList());
  }

  private static String sentence(String advice) {
    return Character.toUpperCase(advice.charAt(0)) + advice.substring(1);
  }

  String reason() {
    return String.valueOf(getMessage());
  }

  List<String> advice() {
    return advice;
  }

  List<String> lastLines() {
    return lastLines;
  }
}
