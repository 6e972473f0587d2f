package paas.store;

import static paas.store.tables.Tables.BOM;

import java.util.Optional;
import paas.model.AppId;

/** What builds were made of, as CycloneDX documents. */
public final class Boms {
  private final Database database;

  Boms(Database database) {
    this.database = database;
  }

  public void put(AppId app, int deploy, String json) {
    database.write(tx ->
        tx.insertInto(BOM)
            .set(BOM.APP, app.value())
            .set(BOM.DEPLOY, deploy)
            .set(BOM.CONTENT, json)
            .onDuplicateKeyUpdate()
            .set(BOM.CONTENT, json)
            .execute());
  }

  public Optional<String> of(AppId app, int deploy) {
    return database.read(sql ->
        sql.select(BOM.CONTENT)
            .from(BOM)
            .where(BOM.APP.eq(app.value()), BOM.DEPLOY.eq(deploy))
            .fetchOptional(BOM.CONTENT));
  }
}
