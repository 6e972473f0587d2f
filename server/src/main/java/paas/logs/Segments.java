package paas.logs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One app's lines on disk: numbered files of about the same size, the oldest of which goes when all
 * are too much. No file stays open. Callers take turns; only {@link #last} is free of that.
 */
final class Segments {
  private static final Pattern NAME = Pattern.compile("([0-9]{10})\\.log");
  private static final int CHUNK = 128 << 10;

  /** A file, of which the first {@code size} bytes are whole lines. */
  record Segment(long number, Path file, long size) {}

  private final Path folder;
  private final LogLimits limits;
  private final Deque<Segment> segments = new ArrayDeque<>();
  private final LineFormat format = new LineFormat();
  private boolean found;

  Segments(Path folder, LogLimits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  /** Writes the lines in their order; after an exception some are not there, but none is torn. */
  void append(List<LogLine> lines) throws IOException {
    find();
    StringBuilder chunk = new StringBuilder();
    for (LogLine line : lines) {
      format.stored(line, chunk);
      if (chunk.length() >= Math.min(CHUNK, limits.segmentBytes() - newest().size())) {
        write(chunk);
      }
    }
    write(chunk);
  }

  /** What is there now, oldest first; what is written later is not in it. */
  List<Segment> snapshot() throws IOException {
    if (!found && !Files.isDirectory(folder)) {
      return List.of();
    }
    find();
    return List.copyOf(segments);
  }

  void remove() throws IOException {
    segments.clear();
    found = false;
    PrivateFiles.remove(folder);
  }

  private void find() throws IOException {
    if (found) {
      return;
    }
    segments.clear();
    PrivateFiles.makeFolder(folder);
    try (var files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        var name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          segments.add(new Segment(Long.parseLong(name.group(1)), file, Files.size(file)));
        }
      }
    }
    if (segments.isEmpty()) {
      begin(1);
    } else {
      Segment last = segments.removeLast();
      long size = PrivateFiles.wholeLines(last.file());
      segments.add(new Segment(last.number(), last.file(), size));
    }
    found = true;
  }

  private Segment newest() {
    return segments.getLast();
  }

  private void begin(long number) {
    segments.add(new Segment(number, folder.resolve("%010d.log".formatted(number)), 0));
  }

  private void write(StringBuilder chunk) throws IOException {
    if (chunk.isEmpty()) {
      return;
    }
    byte[] bytes = chunk.toString().getBytes(StandardCharsets.UTF_8);
    chunk.setLength(0);
    Segment to = newest();
    try (RandomAccessFile file = PrivateFiles.open(to.file())) {
      try {
        file.seek(to.size());
        file.write(bytes);
      } catch (IOException e) {
        file.setLength(to.size());
        throw e;
      }
    }
    segments.removeLast();
    segments.add(new Segment(to.number(), to.file(), to.size() + bytes.length));
    if (newest().size() >= limits.segmentBytes()) {
      begin(to.number() + 1);
    }
    dropOldest();
  }

  private void dropOldest() throws IOException {
    long total = segments.stream().mapToLong(Segment::size).sum();
    while (total > limits.appBytes() && segments.size() > 1) {
      Segment oldest = segments.removeFirst();
      Files.deleteIfExists(oldest.file());
      total -= oldest.size();
    }
  }

  /** The newest n lines of a snapshot that match, in order of time. */
  static List<LogLine> last(List<Segment> snapshot, LogFilter filter, int n) throws IOException {
    Deque<LogLine> lines = new ArrayDeque<>();
    for (Segment segment : snapshot.reversed()) {
      if (lines.size() >= n) {
        break;
      }
      collect(read(segment), filter, n, lines);
    }
    List<LogLine> sorted = new ArrayList<>(lines);
    sorted.sort(Comparator.comparing(LogLine::at));
    return sorted;
  }

  private static byte[] read(Segment segment) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(segment.file().toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.min(segment.size(), file.length())];
      file.readFully(bytes);
      return bytes;
    } catch (FileNotFoundException _) {
      return new byte[0]; // Dropped as the oldest since the snapshot, or not written yet.
    }
  }

  /** Walks from the end back to the start, so that what nobody wants is never parsed. */
  private static void collect(byte[] bytes, LogFilter filter, int n, Deque<LogLine> into) {
    int end = bytes.length;
    while (end > 0 && into.size() < n) {
      int start = end - 1;
      while (start > 0 && bytes[start - 1] != '\n') {
        start--;
      }
      if (bytes[end - 1] == '\n') {
        LineFormat.parse(bytes, start, end - 1).filter(filter::matches).ifPresent(into::addFirst);
      }
      end = start;
    }
  }
}
