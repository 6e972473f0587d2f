package paas.disk;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows the system's own words for a disk that takes nothing. */
public final class NoRoom {
  private NoRoom() {}

  /** A sentence, when this or what caused it is about the disk. */
  public static Optional<String> in(Throwable error) {
    for (@Nullable Throwable at = error; at != null; at = at.getCause()) {
      String message = String.valueOf(at.getMessage());
      if (message.contains("No space left on device")) {
        return Optional.of("the server's disk is full");
      }
      if (message.contains("Disk quota exceeded")) {
        return Optional.of("the server's share of the disk (its quota) is used up");
      }
      if (message.contains("Read-only file system")) {
        return Optional.of("the server's disk is read-only");
      }
    }
    return Optional.empty();
  }
}
