package paas.store;

import static paas.store.tables.Tables.PROXY_RULE;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import paas.model.Actor;
import paas.model.AppId;

/**
 * What apps ask of the proxy, as names and texts; what they mean is not known here, but for two.
 */
public final class ProxyRules {
  /** Two names are known here. New processes do not sleep. */
  public static final String ASLEEP = "asleep";

  /** The share of visitors that a canary gets; there is none without one. */
  public static final String CANARY = "canary";

  private final Database database;

  ProxyRules(Database database) {
    this.database = database;
  }

  /** Those of an app by their names, in order of the alphabet. */
  public Map<String, String> of(AppId app) {
    return database.read(sql ->
        new TreeMap<>(
            sql.selectFrom(PROXY_RULE)
                .where(PROXY_RULE.APP.eq(app.value()))
                .fetchMap(PROXY_RULE.NAME, PROXY_RULE.SETTING)));
  }

  /** Those of every app that has any. */
  public Map<AppId, Map<String, String>> all() {
    Map<AppId, Map<String, String>> rules = new HashMap<>();
    database
        .read(sql -> sql.selectFrom(PROXY_RULE).fetch())
        .forEach(row ->
            rules
                .computeIfAbsent(new AppId(row.getApp()), _ -> new TreeMap<>())
                .put(row.getName(), row.getSetting()));
    return rules;
  }

  /** An app sleeps no more. Not waited for: one that is forgotten by a crash is woken again. */
  public void awake(AppId app, Actor by) {
    database.write(tx -> {
      wake(tx, app);
      Events.write(tx, app, by.name(), "proxy.changed", "awake");
      return true;
    });
  }

  static void wake(DSLContext tx, AppId app) {
    put(tx, app, ASLEEP, null);
  }

  /** Sets one, or takes it away. */
  static void put(DSLContext tx, AppId app, String name, @Nullable String setting) {
    tx.deleteFrom(PROXY_RULE)
        .where(PROXY_RULE.APP.eq(app.value()), PROXY_RULE.NAME.eq(name))
        .execute();
    if (setting != null) {
      tx.insertInto(PROXY_RULE)
          .set(PROXY_RULE.APP, app.value())
          .set(PROXY_RULE.NAME, name)
          .set(PROXY_RULE.SETTING, setting)
          .execute();
    }
  }

  /**
   * Sets and takes away; checkpoints.
   *
   * @param changes an empty value takes the rule away
   * @param text what is done, for the events
   */
  public void change(AppId app, Map<String, Optional<String>> changes, Actor by, String text) {
    database.writeDurably(tx -> {
      Apps.require(tx, app);
      changes.forEach((name, value) -> put(tx, app, name, value.orElse(null)));
      Events.write(tx, app, by.name(), "proxy.changed", text);
      return true;
    });
  }
}
