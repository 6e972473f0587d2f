package paas.store;

import static paas.store.tables.Tables.CERTIFICATE;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import paas.model.Actor;
import paas.model.AppId;
import paas.store.tables.tables.records.CertificateRecord;

/** The certificates of apps; their keys are sealed. */
public final class Certificates {
  private final Database database;
  private final Seal seal;

  Certificates(Database database, Seal seal) {
    this.database = database;
    this.seal = seal;
  }

  /**
   * Keeps a certificate in place of the app's last one; checkpoints.
   *
   * @param text what is done, for the events
   */
  public void put(AppId app, String chain, String key, Instant notAfter, Actor by, String text) {
    String sealed = seal.close(key, purpose(app));
    database.writeDurably(tx -> {
      Apps.require(tx, app);
      tx.deleteFrom(CERTIFICATE).where(CERTIFICATE.APP.eq(app.value())).execute();
      tx.insertInto(CERTIFICATE)
          .set(CERTIFICATE.APP, app.value())
          .set(CERTIFICATE.CHAIN, chain)
          .set(CERTIFICATE.SEALED_KEY, sealed)
          .set(CERTIFICATE.NOT_AFTER, notAfter)
          .set(CERTIFICATE.ADDED_AT, Clock.now())
          .set(CERTIFICATE.ADDED_BY, by.name())
          .execute();
      Events.write(tx, app, by.name(), "certificate.added", text);
      return true;
    });
  }

  /**
   * Forgets an app's certificate; checkpoints.
   *
   * @return whether there was one
   */
  public boolean remove(AppId app, Actor by) {
    return database.writeDurably(tx -> {
      boolean there =
          tx.deleteFrom(CERTIFICATE).where(CERTIFICATE.APP.eq(app.value())).execute() > 0;
      if (there) {
        Events.write(tx, app, by.name(), "certificate.removed", "removed the certificate");
      }
      return there;
    });
  }

  public Optional<CertificateRow> of(AppId app) {
    return database.read(sql ->
        sql.selectFrom(CERTIFICATE)
            .where(CERTIFICATE.APP.eq(app.value()))
            .fetchOptional(Certificates::row));
  }

  /** All of them. */
  public List<CertificateRow> all() {
    return database.read(sql -> sql.selectFrom(CERTIFICATE).fetch(Certificates::row));
  }

  /** The private key, PKCS #8 in base 64; not to be shown. */
  public String key(CertificateRow row) {
    return seal.open(row.sealedKey(), purpose(row.app()));
  }

  private static CertificateRow row(CertificateRecord row) {
    return new CertificateRow(
        new AppId(row.getApp()),
        row.getChain(),
        row.getSealedKey(),
        row.getNotAfter(),
        row.getAddedAt(),
        row.getAddedBy());
  }

  private static String purpose(AppId app) {
    return "the private key of " + app;
  }
}
