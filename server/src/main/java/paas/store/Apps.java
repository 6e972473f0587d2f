package paas.store;

import static paas.store.tables.Tables.APP;
import static paas.store.tables.Tables.CONFIG;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import paas.model.Actor;
import paas.model.App;
import paas.model.AppId;
import paas.model.AppName;
import paas.model.Formation;
import paas.model.UserError;
import paas.store.tables.tables.records.AppRecord;

/**
 * The apps as they are wanted. An app that is not there (any more) is {@link UserError#noSuchApp}
 * to everything but the look-ups.
 */
public final class Apps {
  private final Database database;

  Apps(Database database) {
    this.database = database;
  }

  /**
   * Makes an app without a release, with empty config; checkpoints.
   *
   * @throws UserError when the name is taken
   */
  public App create(AppName name, Actor by) {
    return database.writeDurably(tx -> {
      refuseTaken(tx, name);
      Instant now = Clock.now();
      AppRecord row =
          tx.insertInto(APP)
              .set(APP.NAME, name.value())
              .set(APP.CREATED_AT, now)
              .set(APP.CONFIG_VERSION, Configs.FIRST)
              .set(APP.FORMATION, Json.ofFormation(Formation.EMPTY))
              .set(APP.STOPPED, false)
              .returning()
              .fetchSingle();
      tx.insertInto(CONFIG)
          .set(CONFIG.APP, row.getId())
          .set(CONFIG.VERSION, Configs.FIRST)
          .set(CONFIG.CONTENT, Json.of(Map.of()))
          .set(CONFIG.CREATED_AT, now)
          .execute();
      Events.write(tx, new AppId(row.getId()), by.name(), "app.created", "created " + name);
      return app(row);
    });
  }

  public Optional<App> find(AppName name) {
    return database.read(
        sql -> sql.selectFrom(APP).where(APP.NAME.eq(name.value())).fetchOptional(Apps::app));
  }

  public Optional<App> find(AppId id) {
    return database.read(
        sql -> sql.selectFrom(APP).where(APP.ID.eq(id.value())).fetchOptional(Apps::app));
  }

  /** All, by name. */
  public List<App> list() {
    return database.read(sql -> sql.selectFrom(APP).orderBy(APP.NAME).fetch(Apps::app));
  }

  /**
   * Gives the app another name; checkpoints.
   *
   * @throws UserError when the name is taken
   */
  public void rename(AppId app, AppName to, Actor by) {
    database.writeDurably(tx -> {
      String from = require(tx, app).getName();
      refuseTaken(tx, to);
      set(tx, app, APP.NAME, to.value());
      Events.write(tx, app, by.name(), "app.renamed", "renamed " + from + " to " + to);
      return true;
    });
  }

  /** Forgets the app and all that belongs to it but its events; checkpoints. */
  public void destroy(AppId app, Actor by) {
    database.writeDurably(tx -> {
      String name = require(tx, app).getName();
      Domains.bury(tx, app, null);
      Events.write(tx, app, by.name(), "app.destroyed", "destroyed " + name);
      return tx.deleteFrom(APP).where(APP.ID.eq(app.value())).execute();
    });
  }

  /** Makes the branch the one whose pushes deploy. */
  public void adoptBranch(AppId app, String branch) {
    change(app, APP.DEPLOY_BRANCH, branch);
  }

  /** Locks deploys with who and why, or, with null, allows them again. */
  public void lock(AppId app, @Nullable String lock, Actor by) {
    database.write(tx -> {
      set(tx, app, APP.LOCK_REASON, lock);
      boolean on = lock != null;
      Events.write(
          tx,
          app,
          by.name(),
          on ? "app.locked" : "app.unlocked",
          on ? "locked deploys: " + lock : "allowed deploys again");
      return true;
    });
  }

  public void formation(AppId app, Formation formation) {
    change(app, APP.FORMATION, Json.ofFormation(formation));
  }

  /** Says whether the app's processes are wanted down. */
  public void stopped(AppId app, boolean stopped, Actor by) {
    database.write(tx -> {
      set(tx, app, APP.STOPPED, stopped);
      String word = stopped ? "stopped" : "started";
      Events.write(tx, app, by.name(), "ps." + word, word + " the app");
      return true;
    });
  }

  private <T> void change(AppId app, Field<T> field, T value) {
    database.write(tx -> {
      set(tx, app, field, value);
      return true;
    });
  }

  private static <T> void set(DSLContext tx, AppId app, Field<T> field, @Nullable T value) {
    if (tx.update(APP).set(field, value).where(APP.ID.eq(app.value())).execute() == 0) {
      throw gone(app);
    }
  }

  private static void refuseTaken(DSLContext tx, AppName name) {
    if (tx.fetchExists(APP, APP.NAME.eq(name.value()))) {
      throw UserError.failed("the name '" + name + "' is taken", "choose another name");
    }
  }

  static AppRecord require(DSLContext tx, AppId app) {
    AppRecord row = tx.fetchOne(APP, APP.ID.eq(app.value()));
    if (row == null) {
      throw gone(app);
    }
    return row;
  }

  private static UserError gone(AppId app) {
    return UserError.noSuchApp(app.toString(), "it was destroyed meanwhile");
  }

  private static App app(AppRecord row) {
    return new App(
        new AppId(row.getId()),
        new AppName(row.getName()),
        row.getCreatedAt(),
        row.getDeployBranch(),
        row.getLockReason(),
        row.getLiveRelease(),
        row.getConfigVersion(),
        Json.formation(row.getFormation()),
        row.getStopped());
  }
}
