package paas.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * The file while it is open: a small pool of connections, which are made when they are asked for. A
 * pool that keeps some at hand opens the file again behind our back after it was closed.
 */
final class StoreFile implements AutoCloseable {
  static final String NAME = "paas.mv.db";
  private static final String BASE = "paas";
  private static final int CONNECTIONS = 8;
  private static final int LONGEST_WAIT_SECONDS = 30;

  /**
   * WRITE_DELAY=0: a commit is in the file when it returns; without it, acknowledged ones were lost
   * by kill -9. DB_CLOSE_ON_EXIT=FALSE: we close, not H2's own hook. DATABASE_TO_LOWER: names are
   * as in the generated tables.
   */
  private static final String OPTIONS =
      ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DATABASE_TO_LOWER=TRUE;TRACE_LEVEL_FILE=0";

  private final JdbcConnectionPool pool;
  private final DSLContext sql;
  private final boolean writable;

  private StoreFile(JdbcConnectionPool pool, boolean writable) {
    this.pool = pool;
    this.sql = DSL.using(pool, SQLDialect.H2);
    this.writable = writable;
  }

  static StoreFile open(Path dataDir) throws SQLException {
    return open(dataDir.resolve(BASE), "", true);
  }

  /** Writes nothing to the disk, not even what a killed server left to be tidied up. */
  static StoreFile openForReading(Path dataDir) throws SQLException {
    return open(dataDir.resolve(BASE), ";ACCESS_MODE_DATA=r", false);
  }

  /** With another name, for a file that is not yet the store. */
  static StoreFile open(Path base, String more, boolean writable) throws SQLException {
    // async: to a plain file, the interrupt of one thread that writes closes the whole database.
    String url = "jdbc:h2:async:" + base.toAbsolutePath() + OPTIONS + more;
    JdbcConnectionPool pool = JdbcConnectionPool.create(url, "paas", "");
    pool.setMaxConnections(CONNECTIONS);
    pool.setLoginTimeout(LONGEST_WAIT_SECONDS);
    try (Connection first = pool.getConnection()) {
      first.isValid(0);
      return new StoreFile(pool, writable);
    } catch (SQLException | RuntimeException e) {
      pool.dispose();
      throw e;
    }
  }

  JdbcConnectionPool pool() {
    return pool;
  }

  DSLContext sql() {
    return sql;
  }

  boolean writable() {
    return writable;
  }

  /** Closes the file; what does not want to be closed is told and left. */
  @Override
  public void close() {
    pool.dispose();
  }
}
