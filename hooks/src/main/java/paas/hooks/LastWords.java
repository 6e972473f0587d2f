package paas.hooks;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;

/** Why a session ended before git's own protocol could say it. */
final class LastWords {
  private LastWords() {}

  /** Says it, if it is known; a client that has gone hears nothing. */
  static void say(IOException end, Repository repository, OutputStream err) {
    Optional<String> why =
        switch (end) {
          case SlowClient _, InterruptedIOException _ -> Optional.of(UnpackReason.of(end));
          default -> Damage.sentence(repository);
        };
    try {
      if (why.isPresent()) {
        err.write((" !     " + why.get() + "\n").getBytes(StandardCharsets.UTF_8));
        err.flush();
      }
    } catch (IOException e) {
      // It is the client that has ended it.
      return;
    }
  }
}
