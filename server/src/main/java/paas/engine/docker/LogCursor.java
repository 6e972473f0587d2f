package paas.engine.docker;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * How far a container's log was delivered, in a mapped file that is written after every line: a
 * server that is killed goes on with the next line.
 */
final class LogCursor {
  /** Which of the two places holds; each is seconds, nanoseconds and lines of that time. */
  private static final int HOLDS = 0;

  private static final int PLACE = 3 * Long.BYTES;
  private static final int SIZE = Long.BYTES + 2 * PLACE;

  private final MappedByteBuffer file;
  private Instant last = Instant.EPOCH;
  private int delivered;

  /** Position in the stream when it is read again: how many lines of the last time to leave out. */
  private int toSkip;

  private LogCursor(MappedByteBuffer file) {
    this.file = file;
    int place = (int) file.getLong(HOLDS);
    if (place > 0) {
      int at = place(place);
      last = Instant.ofEpochSecond(file.getLong(at), file.getLong(at + Long.BYTES));
      delivered = (int) file.getLong(at + 2 * Long.BYTES);
    }
  }

  static LogCursor open(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new LogCursor(channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE));
    }
  }

  /** Takes over what an earlier version of the server wrote as text, once. */
  void takeOver(Path text) throws IOException {
    if (!Files.exists(text)) {
      return;
    }
    String[] parts = Files.readString(text).strip().split(" +", 2);
    if (delivered == 0 && parts.length == 2) {
      last = Times.parse(parts[0]);
      delivered = Integer.parseInt(parts[1]);
      save();
    }
    Files.delete(text);
  }

  /** The query's {@code since}: Docker repeats what was written at that very time. */
  String since() {
    toSkip = delivered;
    return last.getEpochSecond() + "." + String.format("%09d", last.getNano());
  }

  /** Whether this line was already delivered before the stream was opened. */
  boolean isOld(Instant at) {
    if (at.equals(last) && toSkip > 0) {
      toSkip--;
      return true;
    }
    return at.isBefore(last) && toSkip > 0;
  }

  /** Whether the lines that were delivered last are not there any more, and so what of the next? */
  boolean isBehindGap(Instant at) {
    return toSkip > 0 && toSkip == delivered && at.isAfter(last);
  }

  /** A line of that time was delivered. */
  void advance(Instant at) {
    toSkip = 0;
    delivered = at.equals(last) ? delivered + 1 : 1;
    last = at;
    save();
  }

  /** A kill between two stores leaves the place that held before. */
  private void save() {
    int place = file.getLong(HOLDS) == 1 ? 2 : 1;
    int at = place(place);
    file.putLong(at, last.getEpochSecond());
    file.putLong(at + Long.BYTES, last.getNano());
    file.putLong(at + 2 * Long.BYTES, delivered);
    VarHandle.releaseFence();
    file.putLong(HOLDS, place);
  }

  private static int place(int number) {
    return Long.BYTES + (number - 1) * PLACE;
  }
}
