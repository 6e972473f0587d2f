package paas.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.h2.jdbcx.JdbcDataSource;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paas.model.UserError;
import paas.store.tables.DefaultSchema;

class SchemaTest {
  private static final String COLUMNS =
      "select table_name, column_name, data_type, character_maximum_length, datetime_precision,"
          + " is_nullable, is_identity from information_schema.columns";
  private static final String KEYS =
      "select c.table_name, c.constraint_type, k.column_name, k.ordinal_position, r.delete_rule"
          + " from information_schema.table_constraints c"
          + " join information_schema.key_column_usage k using (constraint_name)"
          + " left join information_schema.referential_constraints r using (constraint_name)";
  private static final String INDEXES =
      "select table_name, index_name, column_name, ordinal_position"
          + " from information_schema.index_columns where index_name like '%_by_%'";

  @TempDir Path dir;

  @Test
  void theMigratedTablesAreThoseThatTheCodeWasGeneratedFor() throws SQLException {
    JdbcDataSource migrated = inMemory("migrated");
    Schema.migrate(migrated);
    JdbcDataSource generatedFor = inMemory("generated");
    DSL.using(generatedFor, SQLDialect.H2).ddl(DefaultSchema.DEFAULT_SCHEMA).executeBatch();
    try (Connection made = migrated.getConnection();
        Connection generated = generatedFor.getConnection()) {
      for (String question : List.of(COLUMNS, KEYS, INDEXES)) {
        assertThat(facts(made, question)).isNotEmpty().isEqualTo(facts(generated, question));
      }
    }
  }

  private static JdbcDataSource inMemory(String name) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + name + ";DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");
    return source;
  }

  /** The answer's rows that are about tables of ours. */
  private static Set<String> facts(Connection connection, String question) throws SQLException {
    Set<String> facts = new TreeSet<>();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select * from ("
                    + question
                    + ") where table_name in (select table_name from"
                    + " information_schema.tables where table_schema = 'public'"
                    + " and table_name <> 'flyway_schema_history')")) {
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(rows.getString(i));
        }
        facts.add(row.toString());
      }
    }
    return facts;
  }

  @Test
  void theVersionInTheCodeIsTheNewestMigration() throws Exception {
    Path folder = Path.of(Schema.class.getResource("/db/migration").toURI());
    try (var files = Files.list(folder)) {
      assertThat(files.map(SchemaTest::number).max(Integer::compare)).contains(Schema.VERSION);
    }
  }

  private static int number(Path file) {
    String name = file.getFileName().toString();
    return Integer.parseInt(name.substring(1, name.indexOf("__")));
  }

  @Test
  void whatANewerVersionWroteIsRefused() throws SQLException {
    Store.open(dir).close();
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:h2:" + dir.resolve("paas") + ";DATABASE_TO_LOWER=TRUE", "paas", "");
        var statement = connection.createStatement()) {
      statement.execute(
          "insert into \"flyway_schema_history\" select 999, '999', \"description\", \"type\","
              + " \"script\", \"checksum\", \"installed_by\", \"installed_on\","
              + " \"execution_time\", true from \"flyway_schema_history\" limit 1");
    }
    assertThatThrownBy(() -> Store.open(dir))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("newer paas (schema 999)");
  }
}
