package paas.deploy;

/** What came of the effect of one state. */
public sealed interface Outcome {
  /** It is done. */
  record Done() implements Outcome {}

  /** It is done, and this is the release from here on. */
  record Released(int release) implements Outcome {}

  /**
   * It could not be done.
   *
   * @param reason one sentence for the person who pushed
   * @param advice what to do about it, where that was not said yet
   */
  record Broke(String reason, String advice) implements Outcome {
    public Broke(String reason) {
      this(reason, "");
    }
  }

  /** There is nothing to do: nothing of the app has changed. */
  record Unchanged() implements Outcome {}

  /** Somebody did not want it any more. */
  record Cancelled(String by) implements Outcome {}

  /** A newer push came while it waited. */
  record Superseded(String byCommit) implements Outcome {}
}
