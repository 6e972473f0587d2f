package paas.engine.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import paas.engine.BuildFailed;
import paas.engine.BuildRequest;

/**
 * What a build is made from.
 *
 * @param text the Dockerfile
 * @param own whether the app brought it
 */
record Recipe(String text, boolean own) {

  static Recipe of(BuildRequest request, boolean cacheMounts) throws BuildFailed {
    Path file = request.source().resolve("Dockerfile");
    try {
      return new Recipe(Files.readString(file), true);
    } catch (IOException e) {
      throw new BuildFailed("its Dockerfile cannot be read: " + e.getMessage(), "make it a file");
    }
  }
}
