package paas.store;

import static paas.store.tables.Tables.APP;
import static paas.store.tables.Tables.DOMAIN;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import paas.model.Actor;
import paas.model.AppId;
import paas.model.Printable;
import paas.model.UserError;

/** The hosts that apps have claimed beside the one that their name gives them. */
public final class Domains {
  private final Database database;

  Domains(Database database) {
    this.database = database;
  }

  /**
   * Claims a host; checkpoints. Claiming one's own again changes nothing.
   *
   * @param host in lower case, checked by the caller
   * @throws UserError when another app has it
   */
  public void add(AppId app, String host, Actor by) {
    database.writeDurably(tx -> {
      Apps.require(tx, app);
      var owner =
          tx.select(APP.ID, APP.NAME)
              .from(DOMAIN)
              .join(APP)
              .on(APP.ID.eq(DOMAIN.APP))
              .where(DOMAIN.HOST.eq(host))
              .fetchOne();
      if (owner == null) {
        tx.insertInto(DOMAIN).set(DOMAIN.HOST, host).set(DOMAIN.APP, app.value()).execute();
        Events.write(tx, app, by.name(), "domain.added", "added " + host);
      } else if (owner.value1() != app.value()) {
        throw UserError.failed(
            "the domain " + Printable.of(host) + " belongs to the app " + owner.value2(),
            "remove it there first");
      }
      return true;
    });
  }

  /**
   * Gives a host up; checkpoints.
   *
   * @throws UserError when the app does not have it
   */
  public void remove(AppId app, String host, Actor by) {
    database.writeDurably(tx -> {
      int removed =
          tx.deleteFrom(DOMAIN).where(DOMAIN.HOST.eq(host), DOMAIN.APP.eq(app.value())).execute();
      if (removed == 0) {
        throw UserError.failed(
            "the app has no domain " + Printable.of(host), "domains:report lists those it has");
      }
      Events.write(tx, app, by.name(), "domain.removed", "removed " + host);
      return true;
    });
  }

  /** In order of the alphabet. */
  public List<String> of(AppId app) {
    return database.read(sql ->
        sql.select(DOMAIN.HOST)
            .from(DOMAIN)
            .where(DOMAIN.APP.eq(app.value()))
            .orderBy(DOMAIN.HOST)
            .fetch(DOMAIN.HOST));
  }

  /** Host to owner. */
  public Map<String, AppId> all() {
    Map<String, AppId> owners = new TreeMap<>();
    database
        .read(sql -> sql.selectFrom(DOMAIN).fetch())
        .forEach(row -> owners.put(row.getHost(), new AppId(row.getApp())));
    return owners;
  }
}
