package paas.store;

import static paas.store.tables.Tables.APP_RELEASE;
import static paas.store.tables.Tables.DEPLOY;

import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import paas.model.AppId;
import paas.model.Artifact;
import paas.model.Release;
import paas.store.tables.tables.records.AppReleaseRecord;

/** What can run, written once. */
public final class Releases {
  private final Database database;

  Releases(Database database) {
    this.database = database;
  }

  /** Writes the next version; the deploy that wrote one already is given that one. */
  public Release add(NewRelease wanted) {
    return database.write(tx -> {
      Apps.require(tx, wanted.app());
      AppReleaseRecord made = tx.fetchOne(APP_RELEASE, madeBy(wanted.app(), wanted.deploy()));
      String bill = wanted.bill();
      if (bill != null) {
        Boms.put(tx, wanted.app(), wanted.deploy(), bill);
      }
      return release(made != null ? made : insert(tx, wanted));
    });
  }

  public Optional<Release> find(AppId app, int version) {
    return one(APP_RELEASE.APP.eq(app.value()).and(APP_RELEASE.VERSION.eq(version)));
  }

  /** The release that this deploy wrote. */
  public Optional<Release> ofDeploy(AppId app, int deployNumber) {
    return one(madeBy(app, deployNumber));
  }

  /** The number of the deploy that wrote this version. */
  public Optional<Integer> deployOf(AppId app, int version) {
    return database.read(sql ->
        sql.select(APP_RELEASE.DEPLOY)
            .from(APP_RELEASE)
            .where(APP_RELEASE.APP.eq(app.value()), APP_RELEASE.VERSION.eq(version))
            .fetchOptional(APP_RELEASE.DEPLOY));
  }

  /** Newest first. */
  public List<Release> list(AppId app, int limit) {
    return database.read(sql ->
        sql.selectFrom(APP_RELEASE)
            .where(APP_RELEASE.APP.eq(app.value()))
            .orderBy(APP_RELEASE.VERSION.desc())
            .limit(limit)
            .fetch(Releases::release));
  }

  /** Versions that had the traffic once, newest first. */
  public List<Integer> wentLive(AppId app) {
    return database.read(sql ->
        sql.selectDistinct(DEPLOY.RELEASE)
            .from(DEPLOY)
            .where(DEPLOY.APP.eq(app.value()), DEPLOY.STATE.eq("Live"), DEPLOY.RELEASE.isNotNull())
            .orderBy(DEPLOY.RELEASE.desc())
            .fetch(DEPLOY.RELEASE));
  }

  private Optional<Release> one(Condition which) {
    return database.read(
        sql -> sql.selectFrom(APP_RELEASE).where(which).fetchOptional(Releases::release));
  }

  private static Condition madeBy(AppId app, int deploy) {
    return APP_RELEASE.APP.eq(app.value()).and(APP_RELEASE.DEPLOY.eq(deploy));
  }

  private static AppReleaseRecord insert(DSLContext tx, NewRelease wanted) {
    int newest =
        tx.select(DSL.coalesce(DSL.max(APP_RELEASE.VERSION), 0))
            .from(APP_RELEASE)
            .where(APP_RELEASE.APP.eq(wanted.app().value()))
            .fetchSingle()
            .value1();
    AppReleaseRecord row = tx.newRecord(APP_RELEASE);
    row.setApp(wanted.app().value());
    row.setVersion(newest + 1);
    row.setDeploy(wanted.deploy());
    row.setArtifactKind(kind(wanted.artifact()));
    row.setArtifact(wanted.artifact().reference());
    row.setCommands(Json.ofCommands(wanted.commands()));
    row.setConfigVersion(wanted.configVersion());
    row.setFormation(Json.ofFormation(wanted.formation()));
    row.setCommitId(wanted.commit());
    row.setLanguage(wanted.language());
    row.setHealthPath(wanted.healthPath());
    row.setPortHint(wanted.portHint());
    row.setDescription(wanted.description());
    row.setActor(wanted.actor());
    row.setCreatedAt(Clock.now());
    row.insert();
    return row;
  }

  private static String kind(Artifact artifact) {
    return switch (artifact) {
      case Artifact.Image _ -> "image";
      case Artifact.Slug _ -> "slug";
    };
  }

  private static Artifact artifact(String kind, String reference) {
    return switch (kind) {
      case "image" -> new Artifact.Image(reference);
      case "slug" -> new Artifact.Slug(reference);
      default -> throw new IllegalStateException("artifact of unknown kind " + kind);
    };
  }

  static Release release(AppReleaseRecord row) {
    return new Release(
        new AppId(row.getApp()),
        row.getVersion(),
        artifact(row.getArtifactKind(), row.getArtifact()),
        Json.commands(row.getCommands()),
        row.getConfigVersion(),
        Json.formation(row.getFormation()),
        row.getCommitId(),
        row.getLanguage(),
        row.getHealthPath(),
        row.getPortHint(),
        row.getDescription(),
        row.getActor(),
        row.getCreatedAt());
  }
}
