package paas.store;

import static paas.store.tables.Tables.APP;
import static paas.store.tables.Tables.EVENT;

import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import paas.model.Actor;
import paas.model.AppId;
import paas.store.tables.tables.records.EventRecord;

/** The newest 10,000 things that were done, also to apps that are gone. */
public final class Events {
  static final int KEPT = 10_000;

  private final Database database;

  Events(Database database) {
    this.database = database;
  }

  /**
   * Notes what the store did not do itself.
   *
   * @param app null when it concerns no app
   * @param kind {@code topic.verb}
   * @param text one line, without secrets
   */
  public void add(@Nullable AppId app, Actor by, String kind, String text) {
    database.write(tx -> {
      write(tx, app, by.name(), kind, text);
      return true;
    });
  }

  /**
   * Newest first.
   *
   * @param app null for those of every app and of none
   */
  public List<Event> list(@Nullable AppId app, int limit) {
    Condition mine = app == null ? DSL.noCondition() : EVENT.APP.eq(app.value());
    return database.read(sql ->
        sql.selectFrom(EVENT)
            .where(mine)
            .orderBy(EVENT.ID.desc())
            .limit(limit)
            .fetch(Events::event));
  }

  /**
   * Writes one within a transaction; the name is looked up, so the app's row must still be there.
   */
  static void write(DSLContext tx, @Nullable AppId app, String actor, String kind, String text) {
    String name =
        app == null
            ? null
            : tx.select(APP.NAME).from(APP).where(APP.ID.eq(app.value())).fetchOne(APP.NAME);
    long id =
        tx.insertInto(EVENT)
            .set(EVENT.HAPPENED_AT, Clock.now())
            .set(EVENT.APP, app == null ? null : app.value())
            .set(EVENT.APP_NAME, name)
            .set(EVENT.ACTOR, actor)
            .set(EVENT.KIND, kind)
            .set(EVENT.TEXT, text)
            .returning(EVENT.ID)
            .fetchSingle()
            .getId();
    tx.deleteFrom(EVENT).where(EVENT.ID.le(id - KEPT)).execute();
  }

  private static Event event(EventRecord row) {
    return new Event(
        row.getId(),
        row.getHappenedAt(),
        row.getApp() == null ? null : new AppId(row.getApp()),
        row.getAppName(),
        row.getActor(),
        row.getKind(),
        row.getText());
  }
}
