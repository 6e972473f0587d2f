package paas.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads every row once and keeps none, so that a damaged page is found when the store is opened and
 * not by some command days later.
 */
final class EveryRow {
  private static final String TABLES =
      "select table_schema, table_name from information_schema.tables"
          + " where table_type = 'BASE TABLE' and table_schema <> 'INFORMATION_SCHEMA'"
          + " and table_schema <> 'information_schema'";

  private EveryRow() {}

  static void read(StoreFile file) throws SQLException {
    try (Connection connection = file.pool().getConnection();
        Statement statement = connection.createStatement()) {
      // Row by row: else a result of 40,000 rows is first written to a file of its own.
      statement.execute("set lazy_query_execution true");
      try {
        for (String table : tables(statement)) {
          try (ResultSet rows = statement.executeQuery("select * from " + table)) {
            while (rows.next()) {
              // That it can be read is all that is asked.
            }
          }
        }
      } finally {
        statement.execute("set lazy_query_execution false");
      }
    }
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        tables.add("\"" + rows.getString(1) + "\".\"" + rows.getString(2) + "\"");
      }
    }
    return tables;
  }
}
