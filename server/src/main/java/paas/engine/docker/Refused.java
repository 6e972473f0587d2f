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

  /** Docker's own sentence. */
  String reason() {
    return reason;
  }
}
