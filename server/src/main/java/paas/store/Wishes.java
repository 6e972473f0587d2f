package paas.store;

import static paas.store.tables.Tables.APP;
import static paas.store.tables.Tables.APP_RELEASE;
import static paas.store.tables.Tables.DEPLOY;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jspecify.annotations.Nullable;
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
    AppRecord app = Apps.require(tx, deploy.app());
    Record2<String, Integer> live = release(tx, deploy.app(), release);
    Formation of = Json.formation(live.value1());
    if (deploy.cause() == Deploy.Cause.ROLLBACK) {
      save(tx, deploy.app(), withScalings(tx, deploy.app(), of, deploy.number()));
      config(tx, deploy, app.getConfigVersion(), live.value2());
    } else {
      Formation wanted = Json.formation(app.getFormation());
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
    save(tx, app, withScalings(tx, app, Json.formation(release(tx, app, live).value1()), 0));
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

  private static void config(DSLContext tx, Deploy deploy, int now, int old) {
    @Nullable Integer before =
        tx.select(DEPLOY.CONFIG_BEFORE)
            .from(DEPLOY)
            .where(DEPLOY.APP.eq(deploy.app().value()), DEPLOY.NUMBER.eq(deploy.number()))
            .fetchSingle(DEPLOY.CONFIG_BEFORE);
    if (before == null || before == now) {
      tx.update(APP).set(APP.CONFIG_VERSION, old).where(APP.ID.eq(deploy.app().value())).execute();
      return;
    }
    Map<String, String> then = Configs.content(tx, deploy.app(), before);
    Map<String, String> since = Configs.content(tx, deploy.app(), now);
    Map<String, String> content = new TreeMap<>(Configs.content(tx, deploy.app(), old));
    Set<String> keys = new TreeSet<>(then.keySet());
    keys.addAll(since.keySet());
    for (String key : keys) {
      if (!since.containsKey(key)) {
        content.remove(key);
      } else if (!since.get(key).equals(then.get(key))) {
        content.put(key, since.get(key));
      }
    }
    Configs.writeNext(tx, deploy.app(), content);
  }

  private static Record2<String, Integer> release(DSLContext tx, AppId app, int version) {
    return tx.select(APP_RELEASE.FORMATION, APP_RELEASE.CONFIG_VERSION)
        .from(APP_RELEASE)
        .where(APP_RELEASE.APP.eq(app.value()), APP_RELEASE.VERSION.eq(version))
        .fetchSingle();
  }

  private static void save(DSLContext tx, AppId app, Formation formation) {
    tx.update(APP)
        .set(APP.FORMATION, Json.ofFormation(formation))
        .where(APP.ID.eq(app.value()))
        .execute();
  }
}
