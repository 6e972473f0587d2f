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

  /**
   * Refused as well, after the branch has moved, and the branch is a newer push's by now: it is not
   * moved back.
   */
  record Overtaken(String reason) implements Verdict {
    public Overtaken {
      reason = new Refused(reason).reason();
    }
  }

  static Verdict accepted() {
    return new Accepted();
  }

  static Verdict refused(String reason) {
    return new Refused(reason);
  }
}
