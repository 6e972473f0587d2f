package paas.store;

import static org.jooq.impl.DSL.not;
import static paas.store.tables.Tables.APP_INSTANCE;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import paas.model.AppId;
import paas.model.InstanceName;
import paas.store.tables.tables.records.AppInstanceRecord;

/** The processes that are to run, and those that stand by. */
public final class Instances {
  private static final Comparator<InstanceRow> ORDER =
      Comparator.<InstanceRow>comparingLong(row -> row.name().app().value())
          .thenComparing(row -> row.name().process());

  private static final Condition RUNS = APP_INSTANCE.KEPT_UNTIL.isNull();

  private final Database database;

  Instances(Database database) {
    this.database = database;
  }

  /** Those of one app that are to run, web first. */
  public List<InstanceRow> of(AppId app) {
    return rows(APP_INSTANCE.APP.eq(app.value()).and(RUNS));
  }

  /** Those of every app that are to run, app by app. */
  public List<InstanceRow> all() {
    return rows(RUNS);
  }

  /** Every name of one app that is to run or stands by. */
  public Set<InstanceName> names(AppId app) {
    return rows(APP_INSTANCE.APP.eq(app.value())).stream()
        .map(InstanceRow::name)
        .collect(Collectors.toSet());
  }

  /** What of an app stands by. */
  public Optional<KeptRelease> kept(AppId app) {
    return Optional.ofNullable(kept(APP_INSTANCE.APP.eq(app.value())).get(app));
  }

  /** What stands by of every app that has something. */
  public Map<AppId, KeptRelease> kept() {
    return kept(DSL.noCondition());
  }

  private Map<AppId, KeptRelease> kept(Condition which) {
    Map<AppId, List<AppInstanceRecord>> apps =
        database.read(sql -> sql.selectFrom(APP_INSTANCE).where(which, not(RUNS)).fetch()).stream()
            .collect(Collectors.groupingBy(row -> new AppId(row.getApp())));
    Map<AppId, KeptRelease> kept = new HashMap<>();
    apps.forEach((app, rows) -> {
      AppInstanceRecord any = rows.getFirst();
      List<InstanceRow> processes = rows.stream().map(Instances::row).sorted(ORDER).toList();
      kept.put(
          app,
          new KeptRelease(any.getRelease(), any.getKeptSince(), any.getKeptUntil(), processes));
    });
    return kept;
  }

  /** What stands by of an app is not wanted any more. */
  public void endKept(AppId app) {
    database.write(tx ->
        tx.deleteFrom(APP_INSTANCE).where(APP_INSTANCE.APP.eq(app.value()), not(RUNS)).execute());
  }

  /**
   * Makes these the app's instances, in the place of all it had, and lets none stand by;
   * checkpoints.
   *
   * @throws IllegalArgumentException when one is another app's
   */
  public void replace(AppId app, List<InstanceRow> rows) {
    database.writeDurably(tx -> {
      Apps.require(tx, app);
      replace(tx, app, rows, Optional.empty());
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

  static void replace(
      DSLContext tx, AppId app, List<InstanceRow> rows, Optional<KeptRelease> kept) {
    tx.deleteFrom(APP_INSTANCE).where(APP_INSTANCE.APP.eq(app.value())).execute();
    ProxyRules.wake(tx, app);
    Canaries.settle(tx, app, rows);
    rows.forEach(row -> insert(tx, app, row, null));
    kept.ifPresent(old -> old.processes().forEach(row -> insert(tx, app, row, old)));
  }

  private static void insert(
      DSLContext tx, AppId app, InstanceRow row, @Nullable KeptRelease kept) {
    if (!row.name().app().equals(app)) {
      throw new IllegalArgumentException(row.name() + " is not an instance of " + app);
    }
    tx.insertInto(APP_INSTANCE)
        .set(APP_INSTANCE.NAME, row.name().toString())
        .set(APP_INSTANCE.APP, app.value())
        .set(APP_INSTANCE.RELEASE, row.release())
        .set(APP_INSTANCE.HOST, row.host())
        .set(APP_INSTANCE.PORT, row.port())
        .set(APP_INSTANCE.KEPT_SINCE, kept == null ? null : kept.since())
        .set(APP_INSTANCE.KEPT_UNTIL, kept == null ? null : kept.until())
        .execute();
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
