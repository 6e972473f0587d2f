package paas.store;

import static paas.store.tables.Tables.APP_BUILDPACK;

import java.util.List;
import paas.model.Actor;
import paas.model.AppId;

/** The buildpacks that are set for apps. */
public final class Packs {
  private final Database database;

  Packs(Database database) {
    this.database = database;
  }

  /** In their order; empty for none. */
  public List<String> of(AppId app) {
    return database.read(sql ->
        sql.select(APP_BUILDPACK.SOURCE)
            .from(APP_BUILDPACK)
            .where(APP_BUILDPACK.APP.eq(app.value()))
            .orderBy(APP_BUILDPACK.POSITION)
            .fetch(APP_BUILDPACK.SOURCE));
  }

  /**
   * Sets all of them; checkpoints.
   *
   * @param text what is done, for the events
   */
  public void set(AppId app, List<String> sources, Actor by, String text) {
    database.writeDurably(tx -> {
      Apps.require(tx, app);
      tx.deleteFrom(APP_BUILDPACK).where(APP_BUILDPACK.APP.eq(app.value())).execute();
      int position = 0;
      for (String source : sources) {
        tx.insertInto(APP_BUILDPACK)
            .set(APP_BUILDPACK.APP, app.value())
            .set(APP_BUILDPACK.POSITION, ++position)
            .set(APP_BUILDPACK.SOURCE, source)
            .execute();
      }
      Events.write(tx, app, by.name(), "buildpacks.set", text);
      return true;
    });
  }
}
