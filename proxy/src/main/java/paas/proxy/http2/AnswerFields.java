package paas.proxy.http2;

import paas.proxy.http.Bytes;

/** One answer's fields, written anew as the head of an HTTP/1.1 answer. */
public final class AnswerFields extends MessageFields {
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private int status;

  public AnswerFields(int mostBytes) {
    super(mostBytes);
  }

  @Override
  public void start() {
    super.start();
    status = 0;
  }

  public int status() {
    return status;
  }

  /** Whether the real answer is still to come. */
  public boolean interim() {
    return status < OK;
  }

  /** Whether such an answer has no body, whatever its fields say. */
  public boolean bodiless() {
    return status < OK || status == NO_CONTENT || status == NOT_MODIFIED;
  }

  @Override
  boolean pseudo(String name, String value) {
    boolean proper = name.equals(":status") && status == 0 && value.matches("[1-5][0-9][0-9]");
    status = proper ? Integer.parseInt(value) : status;
    return proper;
  }

  /** Call after the last field: whether what must be there is there. */
  public void check() {
    // There is no other protocol to switch to.
    if (wrong() == null && (status == 0 || status == 101)) {
      wrong("an answer without a proper status");
    }
  }

  /**
   * Writes the head.
   *
   * @param complete whether no body follows
   * @param toHead whether the request was one for the head alone
   */
  public void write(Bytes out, boolean complete, boolean toHead) {
    out.put("HTTP/1.1 ").decimal(status).put(" \r\n");
    boolean empty = complete && !toHead && !bodiless() && length() < 0;
    if (empty) {
      out.put("Content-Length: 0\r\n");
    }
    writeRest(out, !complete && !toHead && !bodiless());
  }
}
