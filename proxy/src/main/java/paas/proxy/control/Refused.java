package paas.proxy.control;

/** What was asked of the other side was not done; it says why. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  /** Why, as far as the asking side can do something about it. */
  enum Kind {
    /** A table's revision is not newer. */
    STALE,
    /** What was asked cannot be, or is not understood. */
    INVALID,
    /** It could not be written to the disk. */
    UNSAVED,
    /** Another proxy is about to take over, or has: ask that one. */
    HANDED_OVER,
    /** For a reason of its own. */
    FAILED
  }

  private final Kind kind;

  Refused(Kind kind, String why) {
    super(why);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
