package paas.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Router lines in a file, which is begun anew when it is full or when somebody moved it away.
 * Written by the thread that reads the ring, a batch at a time. What cannot be written is counted,
 * and the count stands in the file once it can be written again.
 */
final class AccessLogFile implements RouterLog, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLogFile.class);
  private static final int BATCH = 65_536;
  private static final long LOOK = TimeUnit.SECONDS.toNanos(1);
  private static final Set<StandardOpenOption> APPEND =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

  private final Sight.AccessLog settings;
  private final StringBuilder batch = new StringBuilder(BATCH);
  private int lines;
  private long lost;
  private boolean failing;
  private @Nullable FileChannel channel;
  private @Nullable Object key;
  private long size;
  private long nextLook;

  /** Opens the file with the first line: one that cannot be opened must not keep anybody. */
  AccessLogFile(Sight.AccessLog settings) {
    this.settings = settings;
    nextLook = System.nanoTime();
  }

  @Override
  public void request(RequestLine line) {
    batch.append(line.at()).append(" app=").append(line.app()).append(' ');
    line.text(batch);
    batch.append('\n');
    lines++;
    if (batch.length() >= BATCH) {
      batchEnded();
    }
  }

  @Override
  public void dropped(long count) {
    lost += count;
  }

  @Override
  public void batchEnded() {
    long now = System.nanoTime();
    try {
      if (now - nextLook >= 0) {
        nextLook = now + LOOK;
        reopenWhenMoved();
      }
      if (channel == null) {
        lost += lines;
      } else {
        write();
        failing = false;
      }
    } catch (IOException e) {
      failed(e);
    } finally {
      batch.setLength(0);
      lines = 0;
    }
  }

  private void failed(IOException why) {
    lost += lines;
    closeFile();
    // The next try is a look later: a full disk must not cost a system call per batch.
    if (!failing) {
      failing = true;
      LOG.warn("The access log {} cannot be written: {}", settings.file(), why.getMessage());
    }
  }

  private void write() throws IOException {
    if (lost > 0) {
      batch.append("at=warning desc=\"router lines lost\" count=").append(lost).append('\n');
    }
    byte[] bytes = batch.toString().getBytes(StandardCharsets.US_ASCII);
    if (size > 0 && size + bytes.length > settings.bytes()) {
      rotate();
    }
    ByteBuffer left = ByteBuffer.wrap(bytes);
    FileChannel to = Objects.requireNonNull(channel);
    try {
      while (left.hasRemaining()) {
        to.write(left);
      }
    } catch (IOException e) {
      // Half a line would run into the next one.
      to.truncate(size);
      throw e;
    }
    size += bytes.length;
    lost = 0;
  }

  private void rotate() throws IOException {
    closeFile();
    for (int i = settings.files() - 1; i >= 1; i--) {
      Path from = i == 1 ? settings.file() : numbered(i - 1);
      if (Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
        Files.move(from, numbered(i), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (settings.files() == 1) {
      Files.deleteIfExists(settings.file());
    }
    open();
  }

  private Path numbered(int number) {
    return settings.file().resolveSibling(settings.file().getFileName() + "." + number);
  }

  private void reopenWhenMoved() throws IOException {
    if (channel != null && !Objects.equals(key, fileKey())) {
      closeFile();
    }
    if (channel == null) {
      open();
    }
  }

  private @Nullable Object fileKey() {
    try {
      return Files.readAttributes(settings.file(), BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null;
    }
  }

  /** Only its owner reads it: paths of requests carry what people would not tell everybody. */
  private void open() throws IOException {
    FileChannel opened =
        FileChannel.open(
            settings.file(),
            APPEND,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    channel = opened;
    size = opened.size();
    key = fileKey();
  }

  private void closeFile() {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.warn("The access log {} was not closed: {}", settings.file(), e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    closeFile();
  }
}
