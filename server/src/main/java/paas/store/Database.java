package paas.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.disk.Room;
import paas.model.UserError;

/**
 * The open file, with one writer at a time. When the disk takes no more, H2 closes the file: it is
 * then opened for reading, and for writing again when there is room.
 */
final class Database implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Database.class);
  private static final long LONGEST_WAIT_SECONDS = 30;

  private final Path dataDir;
  private final Progress progress;
  private final ReentrantLock writing = new ReentrantLock();

  /** Held for reading while the file is used, for writing while it is closed and opened. */
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

  private volatile @Nullable StoreFile file;
  private volatile @Nullable StoreFile broken;
  private volatile boolean closed;

  private Database(Path dataDir, StoreFile file, Progress progress) {
    this.dataDir = dataDir;
    this.progress = progress;
    this.file = file;
  }

  static Database open(Path folder) {
    Path dataDir = folder.toAbsolutePath();
    if (dataDir.toString().contains(";")) {
      throw UserError.failed(
          "the data folder " + dataDir + " has a ';' in its path", "choose another folder");
    }
    Past.check(dataDir);
    makePrivate(dataDir.resolve(StoreFile.NAME));
    Progress progress = new Progress(dataDir);
    lookAt(dataDir, progress);
    StoreFile file = opened(dataDir, progress);
    try {
      Schema.bringUpToDate(file, dataDir);
      Database database = new Database(dataDir, file, progress);
      database.begin();
      return database;
    } catch (DataAccessException | IllegalStateException e) {
      file.close();
      throw Trouble.closes(e) ? Trouble.cannotOpen(dataDir, e) : e;
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /** The file holds secrets, and the folder may be open to the users that apps run under. */
  private static void makePrivate(Path file) {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException _) {
      return;
    } catch (IOException e) {
      throw UserError.failed(
          "cannot write " + file + ": " + e.getMessage(), "is the data folder yours?");
    }
  }

  /** On a full or read-only disk for reading only. */
  private static StoreFile opened(Path dataDir, Progress progress) {
    StoreFile open;
    try {
      boolean writable = !Trouble.full(dataDir) && !Room.of(dataDir).readOnly();
      open = writable ? StoreFile.open(dataDir) : StoreFile.openForReading(dataDir);
    } catch (SQLException e) {
      throw Trouble.cannotOpen(dataDir, e);
    }
    try {
      progress.look(open);
      return open;
    } catch (DataAccessException e) {
      shut(open);
      throw Trouble.cannotOpen(dataDir, e);
    } catch (RuntimeException | Error e) {
      shut(open);
      throw e;
    }
  }

  /** For reading only: a store that is refused stays as it was found. */
  private static void lookAt(Path dataDir, Progress progress) {
    if (dataDir.resolve(StoreFile.NAME).toFile().length() == 0) {
      return; // A new one.
    }
    try (StoreFile file = StoreFile.openForReading(dataDir)) {
      progress.look(file);
      readEveryRow(file, dataDir);
    } catch (SQLException | DataAccessException e) {
      throw Trouble.cannotOpen(dataDir, e);
    }
  }

  private static void readEveryRow(StoreFile file, Path dataDir) {
    try {
      EveryRow.read(file);
    } catch (SQLException e) {
      throw Trouble.damaged(dataDir, e);
    }
  }

  /** A store that is new, or of an older program, has a mark from now on. */
  private void begin() {
    StoreFile open = file;
    if (open != null && open.writable() && progress.unmarked()) {
      writeDurably(tx -> true);
    }
  }

  Path dataDir() {
    return dataDir;
  }

  /** Asks on a connection of its own; several questions may see different states. */
  <T> T read(Function<DSLContext, T> question) {
    try {
      return use(question);
    } catch (DataAccessException e) {
      if (!Trouble.closes(e)) {
        throw e;
      }
    }
    try {
      return use(question);
    } catch (DataAccessException e) {
      throw Trouble.closes(e) ? Trouble.cannotOpen(dataDir, e) : e;
    }
  }

  /**
   * Runs the change in one transaction, alone; an exception undoes all of it.
   *
   * @throws UserError when the disk takes nothing
   */
  <T> T write(Function<DSLContext, T> change) {
    take(writing);
    try {
      return written(sql -> counted(sql, change));
    } finally {
      writing.unlock();
    }
  }

  private <T> T counted(DSLContext sql, Function<DSLContext, T> change) {
    AtomicLong number = new AtomicLong();
    T result =
        sql.transactionResult(transaction -> {
          T written = change.apply(transaction.dsl());
          number.set(progress.count(transaction.dsl()));
          return written;
        });
    progress.committed(number.get());
    return result;
  }

  /** {@link #write}, then {@link #checkpoint}. */
  <T> T writeDurably(Function<DSLContext, T> change) {
    T result = write(change);
    checkpoint();
    return result;
  }

  void checkpoint() {
    written(sql -> {
      progress.checkpoint(sql);
      return true;
    });
  }

  /** While nobody writes. */
  <T> T alone(Function<DSLContext, T> question) {
    take(writing);
    try {
      return read(question);
    } finally {
      writing.unlock();
    }
  }

  private <T> T written(Function<DSLContext, T> change) {
    if (Trouble.full(dataDir)) {
      throw Trouble.cannotSave(dataDir, null);
    }
    openForWriting();
    try {
      return use(change);
    } catch (DataAccessException e) {
      throw Trouble.readOnly(e) || Trouble.closes(e) ? Trouble.cannotSave(dataDir, e) : e;
    }
  }

  /** Does the work with the file open, and it stays open until the work is done. */
  private <T> T use(Function<DSLContext, T> work) {
    StoreFile open = holdOpen();
    try {
      return work.apply(open.sql());
    } catch (DataAccessException e) {
      if (Trouble.closes(e) || (open.writable() && Trouble.readOnly(e))) {
        broken = open;
        log.warn("the store is closed: {}", Trouble.cannotSave(dataDir, e).what());
      }
      throw e;
    } finally {
      use.readLock().unlock();
    }
  }

  private StoreFile holdOpen() {
    for (int attempt = 1; ; attempt++) {
      take(use.readLock());
      StoreFile open = file;
      // One that asks within a question keeps the file that it has.
      if (open != null && (!open.equals(broken) || use.getReadHoldCount() > 1)) {
        return open;
      }
      use.readLock().unlock();
      if (closed || attempt > 3) {
        throw new IllegalStateException("the store is closed");
      }
      reopen();
    }
  }

  /** H2 has closed what is broken; whoever comes next opens it again. */
  private void reopen() {
    take(use.writeLock());
    try {
      StoreFile before = file;
      if (before != null && before.equals(broken)) {
        file = null;
        broken = null;
        shut(before);
      }
      if (file == null && !closed) {
        StoreFile open = opened(dataDir, progress);
        log.warn("the store is open again{}", open.writable() ? "" : ", for reading only");
        file = open;
      }
    } finally {
      use.writeLock().unlock();
    }
  }

  /** A file that is open for reading only is opened anew, now that there may be room. */
  private void openForWriting() {
    StoreFile open = file;
    if (open != null && !open.writable()) {
      broken = open;
    }
  }

  private static void shut(StoreFile file) {
    try {
      file.close();
    } catch (RuntimeException e) {
      log.warn("the store did not close in order", e);
    }
  }

  /** What was written without a checkpoint is marked, too. */
  private void markTheEnd(StoreFile open) {
    try {
      progress.checkpoint(open.sql());
    } catch (DataAccessException e) {
      log.warn("the last writes are not marked", e);
    }
  }

  private static void take(Lock lock) {
    boolean interrupted = false;
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS);
      while (true) {
        try {
          if (lock.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            return;
          }
          throw new IllegalStateException(
              "the store was not free in " + LONGEST_WAIT_SECONDS + " s");
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    take(use.writeLock());
    try {
      closed = true;
      StoreFile open = file;
      file = null;
      if (open != null) {
        if (open.writable() && !open.equals(broken)) {
          markTheEnd(open);
        }
        shut(open);
      }
    } finally {
      use.writeLock().unlock();
    }
  }
}
