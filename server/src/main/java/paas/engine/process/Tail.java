package paas.engine.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import paas.disk.Room;

/**
 * Reads a process's log as it grows, line by line, and gives what was read back to the disk. How
 * far it came is kept in a mapped file: after a crash it goes on with the next line.
 */
final class Tail implements AutoCloseable {
  static final int LONGEST_LINE = 64 * 1024;
  private static final int ROUND = 1 << 20;
  private static final long PUNCH_EVERY = 4L << 20;

  /** What may lie unread; of more, the older half is passed over. */
  private static final long FURTHEST_BEHIND = 32L << 20;

  private final Path file;
  private final Path skipped;
  private final FileChannel log;
  private final ByteBuffer cursor;
  private final boolean writable;
  private final Lines lines;
  private final ByteBuffer buffer = ByteBuffer.allocate(LONGEST_LINE);
  private long punched;
  private Instant readAt = Instant.EPOCH;
  private boolean inLongLine;

  /** Takes what was read. */
  interface Lines {
    void line(Instant at, String text);

    /** Something was passed over. */
    void gap(Instant at, String what);
  }

  Tail(RunFolder folder, Lines lines) throws IOException {
    this.file = folder.log();
    this.skipped = folder.path().resolve("skipped");
    this.lines = lines;
    this.writable = !Room.of(folder.path()).readOnly();
    Path place = folder.path().resolve("cursor");
    if (writable) {
      this.log = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      this.cursor = kept(place);
      jumpOverSkipped();
    } else {
      this.log = FileChannel.open(file, StandardOpenOption.READ);
      this.cursor = ByteBuffer.allocate(Long.BYTES);
      if (Files.exists(place)) {
        this.cursor.put(0, Arrays.copyOf(Files.readAllBytes(place), Long.BYTES));
      }
    }
  }

  /** Written before it is mapped: a page that finds no room later would end the whole server. */
  private static ByteBuffer kept(Path place) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            place, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() < Long.BYTES) {
        channel.write(ByteBuffer.allocate(Long.BYTES), 0);
      }
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
    }
  }

  /**
   * Reads on, at most a megabyte.
   *
   * @return whether there is more to read at once
   */
  boolean read() {
    try {
      long from = cursor.getLong(0);
      long size = log.size();
      if (size < from + buffer.position()) {
        // The app opened its own output anew and cut it off.
        restartAt(0);
        from = 0;
      }
      if (size - from > FURTHEST_BEHIND) {
        from = size - FURTHEST_BEHIND / 2;
        passOver(from);
      }
      long until = from + ROUND;
      int read = 1;
      while (read > 0 && cursor.getLong(0) < until) {
        read = log.read(buffer, cursor.getLong(0) + buffer.position());
        readAt = Instant.now();
        takeLines();
      }
      freeSpace();
      return read > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How far it came. */
  long position() {
    return cursor.getLong(0) + buffer.position();
  }

  /** Hands over a last line that has no end. */
  void finish() {
    if (buffer.position() > 0) {
      emit(0, buffer.position());
      advance(buffer.position());
      buffer.clear();
    }
  }

  @Override
  public void close() {
    try {
      log.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes whole lines out of the buffer; keeps the beginning of the next. */
  private void takeLines() {
    int start = 0;
    int end = buffer.position();
    byte[] bytes = buffer.array();
    for (int at = 0; at < end; at++) {
      if (bytes[at] == '\n') {
        if (!inLongLine) {
          emit(start, at);
        }
        inLongLine = false;
        advance(at + 1 - start);
        start = at + 1;
      }
    }
    if (start == 0 && end == buffer.capacity()) {
      if (!inLongLine) {
        emit(0, end);
      }
      inLongLine = true;
      advance(end);
      start = end;
    }
    buffer.flip().position(start);
    buffer.compact();
  }

  private void emit(int from, int to) {
    byte[] bytes = buffer.array();
    int start = from;
    while (start < to && bytes[start] == 0) {
      start++;
    }
    int end = to > start && bytes[to - 1] == '\r' ? to - 1 : to;
    lines.line(readAt, new String(bytes, start, end - start, StandardCharsets.UTF_8));
  }

  private void advance(int bytes) {
    cursor.putLong(0, cursor.getLong(0) + bytes);
  }

  private void restartAt(long position) {
    cursor.putLong(0, position);
    punched = 0;
    inLongLine = false;
    buffer.clear();
  }

  /** Goes on further ahead, with the next whole line there, and counts the lines between. */
  private void passOver(long position) throws IOException {
    long from = cursor.getLong(0);
    long dropped = 0;
    ByteBuffer chunk = ByteBuffer.allocate(LONGEST_LINE);
    // The line at the end is passed over with its rest, which is behind this position.
    while (from < position) {
      chunk.clear().limit((int) Math.min(chunk.capacity(), position - from));
      int read = log.read(chunk, from);
      if (read <= 0) {
        break;
      }
      for (int i = 0; i < read; i++) {
        dropped += chunk.get(i) == '\n' ? 1 : 0;
      }
      from += read;
    }
    jump(position, (dropped + 1) + " lines dropped here: written faster than they could be read");
  }

  private void jump(long position, String why) {
    restartAt(position);
    inLongLine = true;
    lines.gap(Instant.now(), why);
  }

  private void jumpOverSkipped() throws IOException {
    if (Files.exists(skipped)) {
      String text = Files.readString(skipped).strip();
      long to = text.isEmpty() ? 0 : Long.parseLong(text);
      if (to > cursor.getLong(0) && to <= log.size()) {
        long bytes = to - cursor.getLong(0);
        jump(to, bytes + " bytes dropped here: too much was written while the server was away");
      }
      Files.deleteIfExists(skipped);
    }
  }

  private void freeSpace() throws IOException {
    long read = cursor.getLong(0) / 4096 * 4096;
    if (writable && read - punched >= PUNCH_EVERY) {
      punched = read;
      try {
        Native.punch(file, read);
      } catch (Native.Failed notOnThisFilesystem) {
        // What is written between these two lines is lost; the disk stays bounded.
        if (log.size() == cursor.getLong(0)) {
          log.truncate(0);
          restartAt(0);
        }
      }
    }
  }
}
