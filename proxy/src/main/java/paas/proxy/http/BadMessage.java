package paas.proxy.http;

/**
 * A message that breaks the rules of HTTP or our limits. The connection it came on can no longer be
 * trusted.
 */
public final class BadMessage extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * With a status of its own.
   *
   * @param status what a client that sent the message is answered: 400, 408, 414, 417, 431, 501 or
   *     505
   */
  public BadMessage(int status, String why) {
    super(why, null, false, false);
    this.status = status;
  }

  public BadMessage(String why) {
    this(400, why);
  }

  public int status() {
    return status;
  }
}
