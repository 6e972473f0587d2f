package paas.store;

import static paas.store.tables.Tables.APP_INSTANCE;

import java.util.Comparator;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import paas.model.AppId;
import paas.model.InstanceName;
import paas.store.tables.tables.records.AppInstanceRecord;

/** The processes that are to run. */
public final class Instances {
  private static final Comparator<InstanceRow> ORDER =
      Comparator.<InstanceRow>comparingLong(row -> row.name().app().value())
          .thenComparing(row -> row.name().process());

  private final Database database;

  Instances(Database database) {
    this.database = database;
  }

  /** Those of one app, web first. */
  public List<InstanceRow> of(AppId app) {
    return rows(APP_INSTANCE.APP.eq(app.value()));
  }

  /** Those of every app, app by app. */
  public List<InstanceRow> all() {
    return rows(DSL.noCondition());
  }

  /**
   * Makes these the app's instances, in the place of all it had; checkpoints.
   *
   * @throws IllegalArgumentException when one is another app's
   */
  public void replace(AppId app, List<InstanceRow> rows) {
    database.writeDurably(tx -> {
      Apps.require(tx, app);
      replace(tx, app, rows);
      return true;
    });
  }

  /** Writes down where this instance is now; nothing happens when it is no longer to run. */
  public void move(InstanceRow row) {
    database.writeDurably(tx ->
        tx.update(APP_INSTANCE)
            .set(APP_INSTANCE.HOST, row.host())
            .set(APP_INSTANCE.PORT, row.port())
            .where(APP_INSTANCE.NAME.eq(row.name().toString()))
            .execute());
  }

  static void replace(DSLContext tx, AppId app, List<InstanceRow> rows) {
    tx.deleteFrom(APP_INSTANCE).where(APP_INSTANCE.APP.eq(app.value())).execute();
    ProxyRules.wake(tx, app);
    Canaries.settle(tx, app, rows);
    for (InstanceRow row : rows) {
      if (!row.name().app().equals(app)) {
        throw new IllegalArgumentException(row.name() + " is not an instance of " + app);
      }
      tx.insertInto(APP_INSTANCE)
          .set(APP_INSTANCE.NAME, row.name().toString())
          .set(APP_INSTANCE.APP, app.value())
          .set(APP_INSTANCE.RELEASE, row.release())
          .set(APP_INSTANCE.HOST, row.host())
          .set(APP_INSTANCE.PORT, row.port())
          .execute();
    }
  }

  /** Takes away those of one release. */
  static void without(DSLContext tx, AppId app, int release) {
    tx.deleteFrom(APP_INSTANCE)
        .where(APP_INSTANCE.APP.eq(app.value()), APP_INSTANCE.RELEASE.eq(release))
        .execute();
    ProxyRules.wake(tx, app);
    Canaries.settle(tx, app, List.of());
  }

  private List<InstanceRow> rows(Condition which) {
    List<InstanceRow> rows =
        database.read(sql -> sql.selectFrom(APP_INSTANCE).where(which).fetch(Instances::row));
    return rows.stream().sorted(ORDER).toList();
  }

  private static InstanceRow row(AppInstanceRecord row) {
    return new InstanceRow(
        InstanceName.parse(row.getName()), row.getRelease(), row.getHost(), row.getPort());
  }
}
