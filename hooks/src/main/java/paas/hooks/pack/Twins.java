package paas.hooks.pack;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.ObjectStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An object that the repository has already must be the very same, byte by byte: nobody may replace
 * one by a colliding other. Each thread has its own.
 */
final class Twins implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Twins.class);

  private final ObjectReader there;

  Twins(ObjectReader there) {
    this.there = there;
  }

  boolean has(AnyObjectId id) throws IOException {
    return there.has(id);
  }

  /**
   * Compares with a content of that length. One that has gone meanwhile was part of another push,
   * which was refused: there is nothing left to be replaced.
   */
  void compare(AnyObjectId id, int type, long size, InputStream content) throws IOException {
    byte[] mine = new byte[8 << 10];
    byte[] theirs = new byte[8 << 10];
    try (ObjectStream old = there.open(id, type).openStream()) {
      boolean same = old.getSize() == size;
      for (long left = size; same && left > 0; ) {
        int length = (int) Math.min(left, mine.length);
        same =
            content.readNBytes(mine, 0, length) == length
                && old.readNBytes(theirs, 0, length) == length
                && Arrays.equals(mine, 0, length, theirs, 0, length);
        left -= length;
      }
      if (!same) {
        throw new BadPack("object " + id.name() + " is here already and has another content");
      }
    } catch (MissingObjectException e) {
      log.debug("{} has gone with another push", id, e);
    }
  }

  @Override
  public void close() {
    there.close();
  }
}
