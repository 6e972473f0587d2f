package paas.hooks;

import java.io.IOException;

/** Thrown by the stream of a push when the disk must take no more; the message is the reason. */
public final class NoRoomException extends IOException {
  private static final long serialVersionUID = 1;

  public NoRoomException(String reason) {
    super(reason);
  }
}
