package paas.store;

import static paas.store.tables.Tables.BOM;

import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import paas.model.AppId;

/** What builds were made of, as CycloneDX documents. */
public final class Boms {
  private static final int MOST = 100;

  private final Database database;

  Boms(Database database) {
    this.database = database;
  }

  /** Keeps one, and of an app's the newest hundred. */
  static void put(DSLContext tx, AppId app, int deploy, String json) {
    tx.insertInto(BOM)
        .set(BOM.APP, app.value())
        .set(BOM.DEPLOY, deploy)
        .set(BOM.CONTENT, json)
        .onDuplicateKeyUpdate()
        .set(BOM.CONTENT, json)
        .execute();
    List<Integer> kept =
        tx.select(BOM.DEPLOY)
            .from(BOM)
            .where(BOM.APP.eq(app.value()))
            .orderBy(BOM.DEPLOY.desc())
            .limit(MOST)
            .fetch(BOM.DEPLOY);
    tx.deleteFrom(BOM).where(BOM.APP.eq(app.value()), BOM.DEPLOY.lt(kept.getLast())).execute();
  }

  public Optional<String> of(AppId app, int deploy) {
    return database.read(sql ->
        sql.select(BOM.CONTENT)
            .from(BOM)
            .where(BOM.APP.eq(app.value()), BOM.DEPLOY.eq(deploy))
            .fetchOptional(BOM.CONTENT));
  }
}
