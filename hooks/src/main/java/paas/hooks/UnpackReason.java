package paas.hooks;

import java.io.IOException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.errors.TooLargePackException;

/** Why a pack was not taken, as a sentence for the person who pushed it. */
final class UnpackReason {
  private UnpackReason() {}

  static String of(Throwable error, PushLimits limits) {
    return switch (error) {
      case TooLargePackException e ->
          "the push is larger than the limit of " + Text.bytes(limits.packBytes());
      case TooLargeObjectInPackException e ->
          "a file in the push is larger than the limit of " + Text.bytes(limits.objectBytes());
      case MissingObjectException e ->
          "object "
              + e.getObjectId().abbreviate(10).name()
              + " is missing; in a shallow clone run: git fetch --unshallow";
      case CorruptObjectException e ->
          Text.oneLine("the push holds a bad object: " + e.getMessage());
      case NoRoomException e -> String.valueOf(e.getMessage());
      case IOException e when String.valueOf(e.getMessage()).contains("No space left on device") ->
          "the server's disk is full; make room there and push again";
      default -> "the push could not be read: " + Text.oneLine(String.valueOf(error.getMessage()));
    };
  }
}
