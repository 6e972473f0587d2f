package paas.store;

import static paas.store.tables.Tables.SETTING;

import java.util.Optional;

/** What the platform remembers about itself, under names. */
public final class Settings {
  private final Database database;

  Settings(Database database) {
    this.database = database;
  }

  public Optional<String> get(String key) {
    return database.read(sql ->
        sql.select(SETTING.CONTENT)
            .from(SETTING)
            .where(SETTING.NAME.eq(key))
            .fetchOptional(SETTING.CONTENT));
  }

  public void put(String key, String value) {
    database.write(tx ->
        tx.insertInto(SETTING)
            .set(SETTING.NAME, key)
            .set(SETTING.CONTENT, value)
            .onDuplicateKeyUpdate()
            .set(SETTING.CONTENT, value)
            .execute());
  }
}
