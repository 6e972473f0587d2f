package paas.store;

import static paas.store.tables.Tables.ONE_OFF;

import java.util.List;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import paas.model.AppId;
import paas.model.InstanceName;
import paas.store.tables.tables.records.OneOffRecord;

/** The one-off processes that run without their callers. */
public final class OneOffs {
  private final Database database;

  OneOffs(Database database) {
    this.database = database;
  }

  /** Those of one app, by name. */
  public List<OneOffRow> of(AppId app) {
    return rows(ONE_OFF.APP.eq(app.value()));
  }

  public List<OneOffRow> all() {
    return rows(DSL.noCondition());
  }

  /** Writes down that it is about to start. */
  public void add(OneOffRow row) {
    database.writeDurably(tx -> {
      AppId app = row.name().app();
      Apps.require(tx, app);
      tx.insertInto(ONE_OFF)
          .set(ONE_OFF.NAME, row.name().toString())
          .set(ONE_OFF.APP, app.value())
          .set(ONE_OFF.RELEASE, row.release())
          .set(ONE_OFF.COMMAND, row.command())
          .set(ONE_OFF.ACTOR, row.actor())
          .set(ONE_OFF.STARTED_AT, row.startedAt())
          .set(ONE_OFF.ENDS_AT, row.endsAt())
          .execute();
      Events.write(tx, app, row.actor(), "run.detach", row.name().process() + " started");
      return true;
    });
  }

  /**
   * Takes it off the list and notes its end as an event.
   *
   * @param by who ended it, or for whom it ran
   * @param how such as {@code exited with code 3}
   * @return false when it was not on the list any more
   */
  public boolean remove(InstanceName name, String by, String how) {
    return database.writeDurably(tx -> {
      boolean there = tx.deleteFrom(ONE_OFF).where(ONE_OFF.NAME.eq(name.toString())).execute() > 0;
      if (there) {
        Events.write(tx, name.app(), by, "run.end", name.process() + " " + how);
      }
      return there;
    });
  }

  private List<OneOffRow> rows(Condition which) {
    return database.read(
        sql -> sql.selectFrom(ONE_OFF).where(which).orderBy(ONE_OFF.NAME).fetch(OneOffs::row));
  }

  private static OneOffRow row(OneOffRecord row) {
    return new OneOffRow(
        InstanceName.parse(row.getName()),
        row.getRelease(),
        row.getCommand(),
        row.getActor(),
        row.getStartedAt(),
        row.getEndsAt());
  }
}
