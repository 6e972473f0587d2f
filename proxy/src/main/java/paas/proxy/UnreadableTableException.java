package paas.proxy;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A saved table that cannot be used: torn, or written by another version. The message says what and
 * where it lies.
 */
public final class UnreadableTableException extends IOException {
  private static final long serialVersionUID = 1;

  UnreadableTableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
