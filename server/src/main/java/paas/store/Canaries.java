package paas.store;

import static paas.store.tables.Tables.APP;
import static paas.store.tables.Tables.DEPLOY;

import java.util.List;
import java.util.Objects;
import org.jooq.DSLContext;
import paas.model.AppId;
import paas.model.DeployState;
import paas.store.tables.tables.records.DeployRecord;

/**
 * A deploy is a canary exactly as long as its processes are wanted beside those of another release:
 * whatever gives the app other processes ends it, in the same transaction.
 */
final class Canaries {
  private static final String REPLACED = "what took its place";

  private Canaries() {}

  /** Ends those of which no process is wanted any more; one whose release is live has arrived. */
  static void settle(DSLContext tx, AppId app, List<InstanceRow> wanted) {
    List<DeployRecord> out =
        tx.selectFrom(DEPLOY)
            .where(DEPLOY.APP.eq(app.value()), DEPLOY.STATE.eq(Deploys.CANARY))
            .fetch();
    Integer live = Apps.require(tx, app).get(APP.LIVE_RELEASE);
    boolean stays = false;
    for (DeployRecord row : out) {
      Integer release = row.getRelease();
      if (Objects.equals(release, live)) {
        end(tx, row, new DeployState.Live(live));
      } else if (wanted.stream().noneMatch(instance -> instance.release() == release)) {
        end(tx, row, new DeployState.Cancelled(REPLACED));
      } else {
        stays = true;
      }
    }
    if (!stays) {
      ProxyRules.put(tx, app, ProxyRules.CANARY, null);
    }
  }

  static void end(DSLContext tx, DeployRecord row, DeployState as) {
    DeployRows.setState(row, as);
    row.update();
    Deploys.told(tx, row);
  }
}
