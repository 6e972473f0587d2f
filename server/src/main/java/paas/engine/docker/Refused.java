package paas.engine.docker;

/** Docker understood a call and said no. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;
  static final int NOT_MODIFIED = 304;
  static final int NOT_FOUND = 404;
  static final int CONFLICT = 409;

  private final int status;
  private final String reason;

  Refused(String what, int status, String reason) {
    super(what + ": Docker says " + status + ", " + reason);
    this.status = status;
    this.reason = reason;
  }

  int status() {
    return status;
  }

  /**
   * Whether the container that was asked about is not there, or has ended: Docker says 409, but 500
   * when it ends between a program's creation in it and its start.
   */
  boolean gone() {
    return status == NOT_FOUND
        || status == CONFLICT
        || reason.contains("is not running")
        || reason.contains("stopped container");
  }

  /** Docker's own sentence. */
  String reason() {
    return reason;
  }
}
