package paas.hooks;

/** A handler's answer about one push. */
public sealed interface Verdict {
  /** Go on (before the branch moves), or live (after). */
  record Accepted() implements Verdict {}

  /**
   * The client prints {@code ! [remote rejected] main -> main (reason)}.
   *
   * @param reason one short sentence; line breaks and control characters become spaces
   */
  record Refused(String reason) implements Verdict {
    public Refused {
      reason = Text.oneLine(reason);
      if (reason.isEmpty()) {
        throw new IllegalArgumentException("a refusal needs a reason");
      }
    }
  }

  static Verdict accepted() {
    return new Accepted();
  }

  static Verdict refused(String reason) {
    return new Refused(reason);
  }
}
