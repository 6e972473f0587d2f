package paas.hooks;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.util.sha1.Sha1CollisionException;
import paas.hooks.pack.BadPack;
import paas.hooks.pack.TooLarge;

/** Why a pack was not taken, as a sentence for the person who pushed it. */
final class UnpackReason {
  private UnpackReason() {}

  /** What the push cannot be blamed for is looked for in the repository that it came to. */
  static String of(Throwable error, Repository repository) {
    return switch (error) {
      case TooLarge _, SlowClient _, InterruptedIOException _, NoRoomException _ -> of(error);
      default -> Damage.sentence(repository).orElseGet(() -> of(error));
    };
  }

  static String of(Throwable error) {
    return switch (error) {
      case TooLarge e -> tooLarge(e);
      case MissingObjectException e ->
          "object "
              + e.getObjectId().abbreviate(10).name()
              + " is missing; in a shallow clone run: git fetch --unshallow";
      case BadPack e -> Text.oneLine(String.valueOf(e.getMessage()));
      case SlowClient e -> Text.oneLine(String.valueOf(e.getMessage()));
      case Sha1CollisionException e -> "the push holds an object made to collide with another";
      case InterruptedIOException e -> "the push said nothing for too long";
      case NoRoomException e -> String.valueOf(e.getMessage());
      case IOException e when String.valueOf(e.getMessage()).contains("No space left on device") ->
          "the server's disk is full; make room there and push again";
      default -> "the push could not be read: " + Text.oneLine(String.valueOf(error.getMessage()));
    };
  }

  private static String tooLarge(TooLarge e) {
    String limit = Text.bytes(e.limit());
    return switch (e.what()) {
      case PACK -> "the push is larger than the limit of " + limit;
      case OBJECT -> "a file in the push is larger than the limit of " + limit;
      case STRUCTURE -> "a folder or a commit in the push is larger than the limit of " + limit;
      case UNPACKED -> "the push unpacks to more than the limit of " + limit;
      case OBJECTS -> "the push holds or names more than " + e.limit() + " objects";
    };
  }
}
