package paas.engine;

/** A process that could not even be started, in one sentence, with what to do next. */
public final class StartFailed extends Exception {
  private static final long serialVersionUID = 1;
  private static final int FAILED = 1;
  private final String remedy;
  private final int status;

  public StartFailed(String reason, String remedy) {
    this(reason, remedy, FAILED);
  }

  /**
   * @param status what a shell would have said: 127 for a command that is not there, 126 for one
   *     that cannot be run
   */
  public StartFailed(String reason, String remedy, int status) {
    super(reason);
    this.remedy = remedy;
    this.status = status;
  }

  /** The exit status that tells of it. */
  public int status() {
    return status;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }

  public String remedy() {
    return remedy;
  }
}
