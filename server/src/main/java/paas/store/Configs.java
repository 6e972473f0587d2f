package paas.store;

import static paas.store.tables.Tables.APP;
import static paas.store.tables.Tables.APP_RELEASE;
import static paas.store.tables.Tables.CONFIG;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import paas.model.Actor;
import paas.model.AppId;
import paas.store.tables.tables.records.ConfigRecord;

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
      int next = write(tx, app, version, after, Clock.now());
      String text = "config version " + next + ": " + describe(before, after);
      Events.write(tx, app, by.name(), "config.changed", text);
      return next;
    });
  }

  /** The highest version written, which a rollback may have left behind. */
  private static int newest(DSLContext tx, AppId app) {
    return tx.select(DSL.coalesce(DSL.max(CONFIG.VERSION), 0))
        .from(CONFIG)
        .where(CONFIG.APP.eq(app.value()))
        .fetchSingle()
        .value1();
  }

  /** Writes the next version, which is the app's from now on. */
  private static int write(
      DSLContext tx, AppId app, int base, Map<String, String> content, Instant at) {
    int version = newest(tx, app) + 1;
    tx.insertInto(CONFIG)
        .set(CONFIG.APP, app.value())
        .set(CONFIG.VERSION, version)
        .set(CONFIG.CONTENT, Json.of(content))
        .set(CONFIG.CREATED_AT, at)
        .set(CONFIG.BASE, base)
        .execute();
    tx.update(APP).set(APP.CONFIG_VERSION, version).where(APP.ID.eq(app.value())).execute();
    return version;
  }

  private static Map<String, String> content(DSLContext sql, AppId app, int version) {
    Field<String> content = CONFIG.CONTENT;
    return sql.select(content)
        .from(CONFIG)
        .where(CONFIG.APP.eq(app.value()), CONFIG.VERSION.eq(version))
        .fetchOptional(content)
        .map(Json::strings)
        .orElseThrow(() -> new NoSuchElementException(app + " has no config version " + version));
  }

  /**
   * A rollback is of the config too: what is set later is set on top of the old one. So is what was
   * set since the rollback was wished for, by somebody who waits behind it: change by change, so
   * that a later rollback still knows which came before it.
   *
   * @param wished when the rollback was wished for
   */
  static void takeBack(DSLContext tx, AppId app, int release, Instant wished) {
    int version =
        tx.select(APP_RELEASE.CONFIG_VERSION)
            .from(APP_RELEASE)
            .where(APP_RELEASE.APP.eq(app.value()), APP_RELEASE.VERSION.eq(release))
            .fetchSingle()
            .value1();
    Deque<ConfigRecord> since = since(tx, app, wished);
    tx.update(APP).set(APP.CONFIG_VERSION, version).where(APP.ID.eq(app.value())).execute();
    for (ConfigRecord change : since) {
      Map<String, String> before = content(tx, app, change.getBase());
      Map<String, String> after = Json.strings(change.getContent());
      Map<String, String> merged = new TreeMap<>(content(tx, app, version));
      merged.keySet().removeIf(key -> before.containsKey(key) && !after.containsKey(key));
      after.forEach((key, value) -> {
        if (!value.equals(before.get(key))) {
          merged.put(key, value);
        }
      });
      version = write(tx, app, version, merged, change.getCreatedAt());
    }
  }

  /** The changes that made the config what it is, as far as they are younger; oldest first. */
  private static Deque<ConfigRecord> since(DSLContext tx, AppId app, Instant wished) {
    Deque<ConfigRecord> since = new ArrayDeque<>();
    @Nullable Integer version = Apps.require(tx, app).getConfigVersion();
    while (version != null) {
      ConfigRecord row =
          tx.fetchSingle(CONFIG, CONFIG.APP.eq(app.value()).and(CONFIG.VERSION.eq(version)));
      if (row.getBase() == null || !row.getCreatedAt().isAfter(wished)) {
        return since;
      }
      since.addFirst(row);
      version = row.getBase();
    }
    return since;
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
