package paas.model;

/**
 * What a user can mend: one sentence that says what and why, one that says what to do next. Never
 * logged as a stack trace.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1;

  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int NO_SUCH_APP = 20;

  private final int exitCode;
  private final String remedy;

  private UserError(int exitCode, String what, String remedy) {
    super(what, null, false, false);
    this.exitCode = exitCode;
    this.remedy = remedy;
  }

  /** A wish that could not be met: exit status 1. */
  public static UserError failed(String what, String remedy) {
    return new UserError(FAILED, what, remedy);
  }

  /**
   * A command that could not be started.
   *
   * @param status as a shell would say it, such as 127
   */
  public static UserError notStarted(int status, String what, String remedy) {
    return new UserError(status, what, remedy);
  }

  /** A malformed wish: exit status 2. */
  public static UserError usage(String what, String remedy) {
    return new UserError(USAGE, what, remedy);
  }

  /** A look-up of an app that is not there, or not for this caller: exit status 20. */
  public static UserError noSuchApp(String name, String remedy) {
    return new UserError(NO_SUCH_APP, "no app '" + Printable.of(name) + "'", remedy);
  }

  public int exitCode() {
    return exitCode;
  }

  public String what() {
    return String.valueOf(getMessage());
  }

  /** What to do next; empty when there is nothing to say. */
  public String remedy() {
    return remedy;
  }
}
