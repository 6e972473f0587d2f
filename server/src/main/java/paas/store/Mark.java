package paas.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A number beside the store that only grows: how far the store had come when it last lay safely on
 * the disk. H2 takes an older state of a file whose end is gone; by this one is known as old.
 */
final class Mark {
  static final String NAME = "paas.mark";
  private static final Logger log = LoggerFactory.getLogger(Mark.class);
  private static final int DIGITS = 18;
  private static final long NONE = -1;

  private final Path file;
  private long written;
  private boolean failed;

  private Mark(Path file, long written) {
    this.file = file;
    this.written = written;
  }

  /** One that is missing or unreadable says nothing, and is made anew. */
  static Mark of(Path dataDir) {
    Path file = dataDir.resolve(NAME);
    return new Mark(file, read(file));
  }

  private static long read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(64), StandardCharsets.US_ASCII).strip();
      if (text.matches("[0-9]{" + DIGITS + "}")) {
        return Long.parseLong(text);
      }
      log.warn("{} holds no number; it is made anew", file);
    } catch (NoSuchFileException _) {
      // The folder is new, or older than this file.
    } catch (IOException e) {
      log.warn("{} cannot be read: {}", file, e.toString());
    }
    return NONE;
  }

  synchronized boolean isAhead(long number) {
    return written > number;
  }

  synchronized long number() {
    return written;
  }

  /**
   * Called when this number lies on the disk. This file itself is not synced: it may be behind the
   * store, never ahead. A disk that does not take it keeps the one before.
   */
  synchronized void raise(long number) {
    if (number <= written) {
      return;
    }
    try {
      write(file, number, false);
      written = number;
      failed = false;
    } catch (IOException e) {
      if (!failed) {
        failed = true;
        log.warn("{} cannot be written: {}", file, e.toString());
      }
    }
  }

  /** For a store that was put in the place of another. */
  static void reset(Path dataDir, long number) throws IOException {
    write(dataDir.resolve(NAME), number, true);
  }

  /** Of fixed width, so that it is never cut: to overwrite it needs no room on the disk. */
  private static void write(Path file, long number, boolean durably) throws IOException {
    byte[] text =
        String.format(Locale.ROOT, "%0" + DIGITS + "d%n", number)
            .getBytes(StandardCharsets.US_ASCII);
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    // Not a channel: that is closed by the interrupt of the thread that writes.
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.write(text);
      if (durably) {
        raw.getFD().sync();
      }
    }
  }
}
