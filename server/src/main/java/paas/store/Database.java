package paas.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.h2.api.ErrorCode;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import paas.model.UserError;

/** The open file: a small pool of connections, and one writer at a time. */
final class Database implements AutoCloseable {
  private static final int CONNECTIONS = 4;
  private static final long LONGEST_WAIT_SECONDS = 30;

  /**
   * WRITE_DELAY=0: a commit is in the file when it returns; without it, acknowledged ones were lost
   * by kill -9. DB_CLOSE_ON_EXIT=FALSE: we close, not H2's own hook. DATABASE_TO_LOWER: names are
   * as in the generated tables.
   */
  private static final String OPTIONS =
      ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DATABASE_TO_LOWER=TRUE;TRACE_LEVEL_FILE=0";

  private final HikariDataSource pool;
  private final DSLContext sql;
  private final ReentrantLock writing = new ReentrantLock();

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.sql = DSL.using(pool, SQLDialect.H2);
  }

  static Database open(Path dataDir) {
    Path base = dataDir.toAbsolutePath().resolve("paas");
    if (base.toString().contains(";")) {
      throw UserError.failed(
          "the data folder " + dataDir + " has a ';' in its path", "choose another folder");
    }
    makePrivate(Path.of(base + ".mv.db"));
    HikariDataSource pool = connect(base, dataDir);
    try {
      Schema.bringUpToDate(pool, dataDir);
      return new Database(pool);
    } catch (RuntimeException | Error e) {
      pool.close();
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

  private static HikariDataSource connect(Path base, Path dataDir) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("store");
    config.setDriverClassName("org.h2.Driver");
    // async: to a plain file, the interrupt of one thread that writes closes the whole database.
    config.setJdbcUrl("jdbc:h2:async:" + base + OPTIONS);
    config.setUsername("paas");
    config.setPassword("");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setMaxLifetime(0);
    config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(LONGEST_WAIT_SECONDS));
    config.setInitializationFailTimeout(1);
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      if (hasCode(e, ErrorCode.DATABASE_ALREADY_OPEN_1)) {
        throw alreadyOpen(dataDir);
      }
      throw e;
    }
  }

  private static UserError alreadyOpen(Path dataDir) {
    String pid = "";
    try {
      String number = Files.readString(dataDir.resolve("server.pid")).strip().split(" ", 2)[0];
      pid = number.matches("[0-9]{1,10}") ? " (pid " + number + ")" : "";
    } catch (IOException _) {
      // Then the message does without.
    }
    return UserError.failed(
        "another paas server" + pid + " uses the data folder " + dataDir,
        "stop it first, or choose another folder with --data");
  }

  private static boolean hasCode(Throwable error, int code) {
    for (@Nullable Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof SQLException e && e.getErrorCode() == code) {
        return true;
      }
    }
    return false;
  }

  /** Asks on a connection of its own; several questions may see different states. */
  <T> T read(Function<DSLContext, T> question) {
    return question.apply(sql);
  }

  /** Runs the change in one transaction, alone; an exception undoes all of it. */
  <T> T write(Function<DSLContext, T> change) {
    takeTurn();
    try {
      return sql.transactionResult(transaction -> change.apply(transaction.dsl()));
    } finally {
      writing.unlock();
    }
  }

  /** {@link #write}, then {@link #checkpoint}. */
  <T> T writeDurably(Function<DSLContext, T> change) {
    T result = write(change);
    checkpoint();
    return result;
  }

  void checkpoint() {
    sql.execute("checkpoint sync");
  }

  private void takeTurn() {
    boolean interrupted = false;
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS);
      while (true) {
        try {
          if (writing.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            return;
          }
          throw new IllegalStateException(
              "the store's writer did not end in " + LONGEST_WAIT_SECONDS + " s");
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
    pool.close();
  }
}
