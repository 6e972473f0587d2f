package paas.deploy;

import java.util.List;

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

  DeployFailed(String reason, String advice) {
    this(reason, advice.isEmpty() ? List.of() : List.of(advice), List.of());
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
