package paas.hooks;

/** Lines for the person who pushes. Safe from any thread, and never throws. */
public interface PushOutput {
  /**
   * Shows the text at once as {@code remote: text}, a line for each of its lines; control sequences
   * are removed. A client that does not read holds the caller up for a few seconds at most, then
   * its lines are dropped; after the client has gone this does nothing.
   */
  void line(String text);

  /** Whether the connection is known to be lost. */
  boolean clientGone();
}
