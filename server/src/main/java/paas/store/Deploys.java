package paas.store;

import static paas.store.tables.Tables.APP;
import static paas.store.tables.Tables.DEPLOY;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import paas.model.AppId;
import paas.model.Deploy;
import paas.model.DeployState;
import paas.store.tables.tables.records.DeployRecord;

/**
 * The deploys and where each stands. Every step is one row and one event in one transaction, and is
 * refused when the deploy is not where the caller believes.
 */
public final class Deploys {
  /** The states that a deploy does not leave. */
  static final List<String> ENDS =
      List.of("Live", "Failed", "Cancelled", "Superseded", "Skipped", "Canary");

  /** The state of a release that runs beside the live one. */
  static final String CANARY = "Canary";

  private final Database database;

  Deploys(Database database) {
    this.database = database;
  }

  /** Queues a deploy under the app's next number. */
  public Deploy enqueue(NewDeploy wanted) {
    return database.write(tx -> {
      Apps.require(tx, wanted.app());
      Instant now = Clock.now();
      DeployRecord row = tx.newRecord(DEPLOY);
      row.setApp(wanted.app().value());
      row.setNumber(newest(tx, wanted.app()) + 1);
      row.setCause(wanted.cause().label());
      row.setCommitId(wanted.commit());
      row.setSourceRelease(wanted.source());
      row.setOnlyProcesses(DeployRows.only(wanted.only()));
      Wishes.ofScaling(tx, row, wanted);
      row.setActor(wanted.actor());
      row.setCreatedAt(now);
      DeployRows.setState(row, new DeployState.Queued());
      row.setStateAt(now);
      row.insert();
      return told(tx, row);
    });
  }

  /**
   * Saves the next state.
   *
   * @return the deploy as it now stands
   * @throws StaleDeploy when the stored state is not {@code from.state()}
   */
  public Deploy advance(Deploy from, DeployState to) {
    return database.write(tx -> move(tx, from, to));
  }

  /**
   * Saves the point of no return and with it, in the same transaction, what it means: the app's
   * instances are these, its live release is this one, it is not stopped, and its formation and
   * config are what {@link Wishes} says. Checkpoints.
   *
   * @param wanted every instance that is to run, not only the new ones
   * @param kept what stands by from now on, if anything does
   * @throws StaleDeploy as {@link #advance}
   */
  public Deploy switchTo(
      Deploy from, DeployState.Switching to, List<InstanceRow> wanted, Optional<KeptRelease> kept) {
    return database.writeDurably(tx -> {
      Deploy moved = move(tx, from, to);
      long app = from.app().value();
      tx.update(APP)
          .set(APP.LIVE_RELEASE, to.release())
          .set(APP.STOPPED, false)
          .where(APP.ID.eq(app))
          .execute();
      Wishes.atSwitch(tx, from, to.release());
      Instances.replace(tx, from.app(), wanted, kept);
      return moved;
    });
  }

  /**
   * The same point for a canary: these instances are wanted, and what was live stays that.
   *
   * @param wanted every instance that is to run
   * @param kept what goes on standing by
   * @param share how many of a hundred visitors it gets
   */
  public Deploy switchToCanary(
      Deploy from,
      DeployState.Switching to,
      List<InstanceRow> wanted,
      Optional<KeptRelease> kept,
      int share) {
    return database.writeDurably(tx -> {
      Deploy moved = move(tx, from, to);
      Instances.replace(tx, from.app(), wanted, kept);
      ProxyRules.put(tx, from.app(), ProxyRules.CANARY, Integer.toString(share));
      return moved;
    });
  }

  /** The deploy whose release runs beside the live one. */
  public Optional<Deploy> canary(AppId app) {
    return database.read(sql ->
        sql.selectFrom(DEPLOY)
            .where(DEPLOY.APP.eq(app.value()), DEPLOY.STATE.eq(CANARY))
            .orderBy(DEPLOY.NUMBER.desc())
            .limit(1)
            .fetchOptional(DeployRows::deploy));
  }

  /** Ends a canary: its processes are not wanted any more; checkpoints. */
  public void abort(Deploy canary, String by) {
    database.writeDurably(tx -> {
      DeployState.Canary was = (DeployState.Canary) canary.state();
      move(tx, canary, new DeployState.Cancelled(by));
      Instances.without(tx, canary.app(), was.release());
      return true;
    });
  }

  /** {@link #advance} to the good end, with a checkpoint. */
  public Deploy live(Deploy from, DeployState.Live to) {
    return database.writeDurably(tx -> move(tx, from, to));
  }

  /**
   * A scaling that ended without going live is not wanted any more: the counts are those of what is
   * live, and of the scalings that still wait.
   */
  public void takeBack(Deploy scaling) {
    if (scaling.cause() == Deploy.Cause.SCALE) {
      database.write(tx -> Wishes.withoutEnded(tx, scaling.app()));
    }
  }

  public Optional<Deploy> find(AppId app, int number) {
    return database.read(sql ->
        sql.selectFrom(DEPLOY)
            .where(DEPLOY.APP.eq(app.value()), DEPLOY.NUMBER.eq(number))
            .fetchOptional(DeployRows::deploy));
  }

  /** Newest first. */
  public List<Deploy> list(AppId app, int limit) {
    return database.read(sql ->
        sql.selectFrom(DEPLOY)
            .where(DEPLOY.APP.eq(app.value()))
            .orderBy(DEPLOY.NUMBER.desc())
            .limit(limit)
            .fetch(DeployRows::deploy));
  }

  /** Those of every app that have not ended, in the order in which they were queued. */
  public List<Deploy> unfinished() {
    return database.read(sql ->
        sql.selectFrom(DEPLOY)
            .where(DEPLOY.STATE.notIn(ENDS))
            .orderBy(DEPLOY.CREATED_AT, DEPLOY.APP, DEPLOY.NUMBER)
            .fetch(DeployRows::deploy));
  }

  /**
   * The commit at which the deploy branch must stand: that of the newest push or rebuild that went
   * live, is past the point from which it surely will, or changed nothing of what is live.
   */
  public Optional<String> lastLiveCommit(AppId app) {
    return database.read(sql ->
        sql.select(DEPLOY.COMMIT_ID)
            .from(DEPLOY)
            .where(
                DEPLOY.APP.eq(app.value()),
                DEPLOY.COMMIT_ID.isNotNull(),
                DEPLOY.CAUSE.in("push", "rebuild", "canary", "promote"),
                DEPLOY.STATE.in("Switching", "Draining", "Live", "Skipped", CANARY))
            .orderBy(DEPLOY.NUMBER.desc())
            .limit(1)
            .fetchOptional(DEPLOY.COMMIT_ID));
  }

  /** The newest push of this app that has not ended. */
  public Optional<Deploy> newestPush(AppId app) {
    return database.read(sql ->
        sql.selectFrom(DEPLOY)
            .where(
                DEPLOY.APP.eq(app.value()),
                DEPLOY.CAUSE.in(Deploy.Cause.PUSH.label(), Deploy.Cause.CANARY.label()),
                DEPLOY.STATE.notIn(ENDS))
            .orderBy(DEPLOY.NUMBER.desc())
            .limit(1)
            .fetchOptional(DeployRows::deploy));
  }

  private static int newest(DSLContext tx, AppId app) {
    return tx.select(DSL.coalesce(DSL.max(DEPLOY.NUMBER), 0))
        .from(DEPLOY)
        .where(DEPLOY.APP.eq(app.value()))
        .fetchSingle()
        .value1();
  }

  private static Deploy move(DSLContext tx, Deploy from, DeployState to) {
    String name = from.app() + " deploy " + from.number();
    DeployRecord row =
        tx.fetchOne(DEPLOY, DEPLOY.APP.eq(from.app().value()).and(DEPLOY.NUMBER.eq(from.number())));
    if (row == null) {
      throw new StaleDeploy(name, from.state(), "gone with its app");
    }
    if (!DeployRows.state(row).equals(from.state())) {
      throw new StaleDeploy(name, from.state(), row.getState());
    }
    DeployRows.setState(row, to);
    row.update();
    return told(tx, row);
  }

  static Deploy told(DSLContext tx, DeployRecord row) {
    Deploy deploy = DeployRows.deploy(row);
    String kind = "deploy." + deploy.state().label().toLowerCase(Locale.ROOT);
    Events.write(tx, deploy.app(), deploy.actor(), kind, DeployRows.describe(deploy));
    return deploy;
  }
}
