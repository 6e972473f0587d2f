package paas.engine.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A pseudo-terminal's master side. Its reads and writes block as native calls do: a virtual thread
 * in one keeps its carrier from all others, so that they are for platform threads.
 */
final class Terminal implements AutoCloseable {
  private static final int CHUNK = 16 * 1024;
  private static final long CLOSE_SECONDS = 5;
  private final int master;
  private final Path device;

  /** Held for reading by whoever uses the descriptor: closed, its number is soon another's. */
  private final ReadWriteLock use = new ReentrantReadWriteLock();

  private boolean closed;

  private Terminal(int master, Path device) {
    this.master = master;
    this.device = device;
  }

  static Terminal open(int columns, int rows) throws IOException {
    int master = Native.openTerminal();
    try {
      Terminal terminal = new Terminal(master, Native.terminalDevice(master));
      terminal.resize(columns, rows);
      return terminal;
    } catch (IOException e) {
      Native.close(master);
      throw e;
    }
  }

  /** What the process opens as its own. */
  Path device() {
    return device;
  }

  void resize(int columns, int rows) throws IOException {
    use.readLock().lock();
    try {
      if (!closed) {
        Native.resizeTerminal(master, columns, rows);
      }
    } finally {
      use.readLock().unlock();
    }
  }

  /** What the process writes; ends when no process has the terminal open any more. */
  InputStream output() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return length == 0 ? 0 : take(bytes, offset, Math.min(length, CHUNK));
      }
    };
  }

  /** What the process reads. */
  OutputStream input() {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        while (at < offset + length) {
          at += put(bytes, at, Math.min(offset + length - at, CHUNK));
        }
      }
    };
  }

  /** Call it when the process is gone: until then others may be inside a read. */
  @Override
  public void close() {
    boolean locked = false;
    try {
      locked = use.writeLock().tryLock(CLOSE_SECONDS, TimeUnit.SECONDS);
      if (locked && !closed) {
        closed = true;
        Native.close(master);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (locked) {
        use.writeLock().unlock();
      }
    }
  }

  private int take(byte[] bytes, int offset, int length) throws IOException {
    use.readLock().lock();
    try (Arena arena = Arena.ofConfined()) {
      if (closed) {
        return -1;
      }
      MemorySegment buffer = arena.allocate(length);
      int read = Native.read(master, buffer);
      MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, offset, read);
      return read == 0 ? -1 : read;
    } catch (Native.Failed e) {
      if (e.errno() == Native.EIO) {
        return -1;
      }
      throw e;
    } finally {
      use.readLock().unlock();
    }
  }

  private int put(byte[] bytes, int offset, int length) throws IOException {
    use.readLock().lock();
    try (Arena arena = Arena.ofConfined()) {
      if (closed) {
        throw new IOException("the terminal is closed");
      }
      MemorySegment buffer = arena.allocate(length);
      MemorySegment.copy(bytes, offset, buffer, ValueLayout.JAVA_BYTE, 0, length);
      return Native.write(master, buffer);
    } finally {
      use.readLock().unlock();
    }
  }
}
