package paas.store;

import static paas.store.tables.Tables.APP;
import static paas.store.tables.Tables.APP_RELEASE;
import static paas.store.tables.Tables.DEPLOY;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;
import paas.model.AppId;
import paas.model.Deploy;
import paas.model.Formation;
import paas.model.ProcessType;
import paas.store.tables.tables.records.AppRecord;
import paas.store.tables.tables.records.DeployRecord;

/**
 * What is wanted of an app while its deploys come and go: a later wish is never overruled by a
 * deploy that was asked for before it, whichever of the two is carried out first.
 */
final class Wishes {
  private Wishes() {}

  /** From the moment a scaling is queued its counts are wanted. */
  static void ofScaling(DSLContext tx, DeployRecord row, NewDeploy scaling) {
    if (!scaling.counts().isEmpty()) {
      row.setCounts(Json.ofFormation(new Formation(scaling.counts())));
      AppRecord app = Apps.require(tx, scaling.app());
      save(tx, scaling.app(), Json.formation(app.getFormation()).with(scaling.counts()));
    }
  }

  /**
   * The deploy's release is live from now on. A rollback takes config and counts back to what they
   * were, and on top of that comes what was changed since it was asked for. Any other deploy takes
   * nothing back.
   */
  static void atSwitch(DSLContext tx, Deploy deploy, int release) {
    Formation of = release(tx, deploy.app(), release);
    if (deploy.cause() == Deploy.Cause.ROLLBACK) {
      save(tx, deploy.app(), withScalings(tx, deploy.app(), of, deploy.number()));
      Configs.takeBack(tx, deploy.app(), release, deploy.createdAt());
    } else {
      Formation wanted = Json.formation(Apps.require(tx, deploy.app()).getFormation());
      Map<ProcessType, Integer> counts = new TreeMap<>(of.counts());
      counts.replaceAll((type, count) -> wanted.counts().getOrDefault(type, count));
      save(tx, deploy.app(), new Formation(counts));
    }
  }

  /** The counts of what is live, and of the scalings that may still come. */
  static boolean withoutEnded(DSLContext tx, AppId app) {
    Integer live = Apps.require(tx, app).getLiveRelease();
    if (live == null) {
      return false;
    }
    save(tx, app, withScalings(tx, app, release(tx, app, live), 0));
    return true;
  }

  private static Formation withScalings(DSLContext tx, AppId app, Formation base, int after) {
    List<String> scalings =
        tx.select(DEPLOY.COUNTS)
            .from(DEPLOY)
            .where(
                DEPLOY.APP.eq(app.value()),
                DEPLOY.NUMBER.gt(after),
                DEPLOY.COUNTS.isNotNull(),
                DEPLOY.STATE.notIn(Deploys.ENDS))
            .orderBy(DEPLOY.NUMBER)
            .fetch(DEPLOY.COUNTS);
    Formation wanted = base;
    for (String counts : scalings) {
      wanted = wanted.with(Json.formation(counts).counts());
    }
    return wanted;
  }

  private static Formation release(DSLContext tx, AppId app, int version) {
    return Json.formation(
        tx.select(APP_RELEASE.FORMATION)
            .from(APP_RELEASE)
            .where(APP_RELEASE.APP.eq(app.value()), APP_RELEASE.VERSION.eq(version))
            .fetchSingle()
            .value1());
  }

  private static void save(DSLContext tx, AppId app, Formation formation) {
    tx.update(APP)
        .set(APP.FORMATION, Json.ofFormation(formation))
        .where(APP.ID.eq(app.value()))
        .execute();
  }
}
