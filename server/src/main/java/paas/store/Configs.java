package paas.store;

import static paas.store.tables.Tables.APP;
import static paas.store.tables.Tables.CONFIG;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import paas.model.Actor;
import paas.model.AppId;

/** What apps see in their environment, in versions that are written once. Version 0 is empty. */
public final class Configs {
  static final int FIRST = 0;

  private final Database database;

  Configs(Database database) {
    this.database = database;
  }

  /** Keys in order; empty also for an app that is not there. */
  public Map<String, String> current(AppId app) {
    return database.read(sql ->
        sql.select(CONFIG.CONTENT)
            .from(CONFIG)
            .join(APP)
            .on(APP.ID.eq(CONFIG.APP), APP.CONFIG_VERSION.eq(CONFIG.VERSION))
            .where(APP.ID.eq(app.value()))
            .fetchOptional(CONFIG.CONTENT)
            .map(Json::strings)
            .orElse(Map.of()));
  }

  /**
   * The config as it was.
   *
   * @throws NoSuchElementException when there was no such version
   */
  public Map<String, String> at(AppId app, int version) {
    return database.read(sql -> content(sql, app, version));
  }

  /**
   * Writes the next version; checkpoints. A change that changes nothing writes nothing.
   *
   * @param unset keys to take away; those that are not there are passed over
   * @return the version that now holds: the new one, or the old one when nothing changed
   */
  public int change(AppId app, Map<String, String> set, Set<String> unset, Actor by) {
    return database.writeDurably(tx -> {
      int version = Apps.require(tx, app).getConfigVersion();
      Map<String, String> before = content(tx, app, version);
      Map<String, String> after = new TreeMap<>(before);
      after.keySet().removeAll(unset);
      after.putAll(set);
      if (after.equals(before)) {
        return version;
      }
      int next = writeNext(tx, app, after);
      String text = "config version " + next + ": " + describe(before, after);
      Events.write(tx, app, by.name(), "config.changed", text);
      return next;
    });
  }

  /** Writes the content as the app's newest version, which then holds. */
  static int writeNext(DSLContext tx, AppId app, Map<String, String> content) {
    int next = newest(tx, app) + 1;
    write(tx, app, next, content);
    return next;
  }

  /** The highest version written, which a rollback may have left behind. */
  private static int newest(DSLContext tx, AppId app) {
    return tx.select(DSL.coalesce(DSL.max(CONFIG.VERSION), 0))
        .from(CONFIG)
        .where(CONFIG.APP.eq(app.value()))
        .fetchSingle()
        .value1();
  }

  private static void write(DSLContext tx, AppId app, int version, Map<String, String> content) {
    tx.insertInto(CONFIG)
        .set(CONFIG.APP, app.value())
        .set(CONFIG.VERSION, version)
        .set(CONFIG.CONTENT, Json.of(content))
        .set(CONFIG.CREATED_AT, Clock.now())
        .execute();
    tx.update(APP).set(APP.CONFIG_VERSION, version).where(APP.ID.eq(app.value())).execute();
  }

  static Map<String, String> content(DSLContext sql, AppId app, int version) {
    Field<String> content = CONFIG.CONTENT;
    return sql.select(content)
        .from(CONFIG)
        .where(CONFIG.APP.eq(app.value()), CONFIG.VERSION.eq(version))
        .fetchOptional(content)
        .map(Json::strings)
        .orElseThrow(() -> new NoSuchElementException(app + " has no config version " + version));
  }

  /** Names keys only: values are secrets. */
  private static String describe(Map<String, String> before, Map<String, String> after) {
    Set<String> set = new TreeSet<>();
    after.forEach((key, value) -> {
      if (!value.equals(before.get(key))) {
        set.add(key);
      }
    });
    Set<String> unset = new TreeSet<>(before.keySet());
    unset.removeAll(after.keySet());
    List<String> parts = new ArrayList<>();
    add(parts, "set ", set);
    add(parts, "unset ", unset);
    return String.join("; ", parts);
  }

  private static void add(List<String> parts, String verb, Collection<String> keys) {
    if (!keys.isEmpty()) {
      parts.add(verb + String.join(", ", keys));
    }
  }
}
