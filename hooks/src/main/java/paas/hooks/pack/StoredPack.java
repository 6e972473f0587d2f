package paas.hooks.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A pack among the others of its repository. */
public record StoredPack(Path pack, Path index) {
  /** Takes it away again: no branch has come to name its objects. */
  public void remove() throws IOException {
    Files.deleteIfExists(index);
    Files.deleteIfExists(pack);
  }
}
