package paas.proxy;

/** The table that was to be published is not newer than the one in force. */
public final class StaleRevisionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StaleRevisionException(long offered, long current) {
    super("table revision " + offered + " is not newer than " + current + ", which is in force");
  }
}
