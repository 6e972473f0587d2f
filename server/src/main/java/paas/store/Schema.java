package paas.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.h2.api.ErrorCode;
import paas.model.UserError;

/** Brings the tables to the version that this program was built for. */
final class Schema {
  /** The number of the newest file in db/migration; a test compares them. */
  static final int VERSION = 19;

  private static final int EMPTY = 0;

  private Schema() {}

  /** Runs Flyway only when there is something to do: it takes longer than the rest of opening. */
  static void bringUpToDate(StoreFile file, Path dataDir) {
    int found = version(file.pool());
    if (found > VERSION) {
      throw UserError.failed(
          "the data folder " + dataDir + " was written by a newer paas (schema " + found + ")",
          "start that version, or choose another folder with --data");
    }
    if (found == VERSION) {
      return;
    }
    if (!file.writable()) {
      throw Trouble.cannotSave(dataDir, null);
    }
    if (found > EMPTY) {
      Copies.write(file.sql(), dataDir, "before-schema-" + VERSION);
    }
    try {
      migrate(file.pool());
    } catch (FlywayException e) {
      throw UserError.failed(
          "the store of "
              + dataDir
              + " cannot be brought from schema "
              + found
              + " to "
              + VERSION
              + ": "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          found == EMPTY ? "is it a store of paas?" : Copies.remedy(dataDir));
    }
  }

  static void migrate(DataSource source) {
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/migration")
        .failOnMissingLocations(true)
        .load()
        .migrate();
  }

  private static int version(DataSource source) {
    String newest =
        "select max(cast(\"version\" as int)) from \"flyway_schema_history\" where \"success\"";
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(newest)) {
      return rows.next() ? rows.getInt(1) : EMPTY;
    } catch (SQLException e) {
      if (e.getErrorCode() == ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1
          || e.getErrorCode() == ErrorCode.TABLE_OR_VIEW_NOT_FOUND_DATABASE_EMPTY_1) {
        return EMPTY;
      }
      throw new IllegalStateException("cannot read the schema's version", e);
    }
  }
}
