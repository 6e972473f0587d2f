package paas.store;

import static paas.store.tables.Tables.ACME_ACCOUNT;
import static paas.store.tables.Tables.ACME_HOST;
import static paas.store.tables.Tables.AUTO_CERTIFICATE;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import paas.model.Actor;
import paas.model.AppId;
import paas.store.tables.tables.records.AcmeHostRecord;

/**
 * Certificates that are ordered by themselves: for which apps, what came, and when the next is due.
 */
public final class AutoCertificates {
  private static final int LONGEST_ERROR = 1000;

  private final Database database;
  private final Seal seal;

  AutoCertificates(Database database, Seal seal) {
    this.database = database;
    this.seal = seal;
  }

  /** Turns it on or off for an app; off forgets what was issued for it. Checkpoints. */
  public void turn(AppId app, boolean on, Actor by) {
    database.writeDurably(tx -> {
      Apps.require(tx, app);
      boolean was = tx.fetchExists(AUTO_CERTIFICATE, AUTO_CERTIFICATE.APP.eq(app.value()));
      if (was == on) {
        return false;
      }
      if (on) {
        tx.insertInto(AUTO_CERTIFICATE)
            .set(AUTO_CERTIFICATE.APP, app.value())
            .set(AUTO_CERTIFICATE.SINCE, Clock.now())
            .execute();
      } else {
        tx.deleteFrom(AUTO_CERTIFICATE).where(AUTO_CERTIFICATE.APP.eq(app.value())).execute();
        tx.deleteFrom(ACME_HOST).where(ACME_HOST.APP.eq(app.value())).execute();
      }
      String text = "turned automatic certificates " + (on ? "on" : "off");
      Events.write(tx, app, by.name(), "certificate.auto", text);
      return true;
    });
  }

  /** The apps for which it is on. */
  public Set<AppId> apps() {
    return new HashSet<>(
        database.read(
            sql -> sql.selectFrom(AUTO_CERTIFICATE).fetch(row -> new AppId(row.getApp()))));
  }

  public boolean isOn(AppId app) {
    return database.read(
        sql -> sql.fetchExists(AUTO_CERTIFICATE, AUTO_CERTIFICATE.APP.eq(app.value())));
  }

  /** All hosts for which something was ordered or tried. */
  public List<AutoRow> rows() {
    return database.read(
        sql -> sql.selectFrom(ACME_HOST).orderBy(ACME_HOST.HOST).fetch(AutoCertificates::row));
  }

  public Optional<AutoRow> of(String host) {
    return database.read(sql ->
        sql.selectFrom(ACME_HOST)
            .where(ACME_HOST.HOST.eq(host))
            .fetchOptional(AutoCertificates::row));
  }

  /** Keeps a new certificate; checkpoints. */
  public void issued(
      String host, @Nullable AppId app, String chain, String key, Instant notAfter, Instant dueAt) {
    String sealed = seal.close(key, purpose(host));
    database.writeDurably(tx -> {
      if (app != null) {
        Apps.require(tx, app);
      }
      tx.deleteFrom(ACME_HOST).where(ACME_HOST.HOST.eq(host)).execute();
      tx.insertInto(ACME_HOST)
          .set(ACME_HOST.HOST, host)
          .set(ACME_HOST.APP, app == null ? null : app.value())
          .set(ACME_HOST.CHAIN, chain)
          .set(ACME_HOST.SEALED_KEY, sealed)
          .set(ACME_HOST.NOT_AFTER, notAfter)
          .set(ACME_HOST.ISSUED_AT, Clock.now())
          .set(ACME_HOST.DUE_AT, dueAt)
          .set(ACME_HOST.FAILURES, 0)
          .execute();
      String text = "got a certificate for " + host;
      Events.write(tx, app, Actor.PLATFORM.name(), "certificate.issued", text);
      return true;
    });
  }

  /** Writes down why there is no new certificate, and when to try again; keeps the last one. */
  public void failed(String host, @Nullable AppId app, String error, Instant at, Instant dueAt) {
    String told = error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) : error;
    database.writeDurably(tx -> {
      ownedBy(tx, host, app);
      return tx.update(ACME_HOST)
          .set(ACME_HOST.FAILURES, ACME_HOST.FAILURES.plus(1))
          .set(ACME_HOST.LAST_ERROR, told)
          .set(ACME_HOST.FAILED_AT, at)
          .set(ACME_HOST.DUE_AT, dueAt)
          .where(ACME_HOST.HOST.eq(host))
          .execute();
    });
  }

  private static void ownedBy(DSLContext tx, String host, @Nullable AppId app) {
    Long id = app == null ? null : app.value();
    AcmeHostRecord there = tx.selectFrom(ACME_HOST).where(ACME_HOST.HOST.eq(host)).fetchOne();
    if (there != null && Objects.equals(there.getApp(), id)) {
      return;
    }
    if (app != null) {
      Apps.require(tx, app);
    }
    // What was issued for another app is not this one's.
    tx.deleteFrom(ACME_HOST).where(ACME_HOST.HOST.eq(host)).execute();
    tx.insertInto(ACME_HOST)
        .set(ACME_HOST.HOST, host)
        .set(ACME_HOST.APP, id)
        .set(ACME_HOST.FAILURES, 0)
        .execute();
  }

  /** Orders the next at another time. */
  public void due(String host, Instant at) {
    database.write(tx ->
        tx.update(ACME_HOST).set(ACME_HOST.DUE_AT, at).where(ACME_HOST.HOST.eq(host)).execute());
  }

  /** What failed is tried again at once. */
  public void hurry(Collection<String> hosts) {
    database.write(tx ->
        tx.update(ACME_HOST)
            .setNull(ACME_HOST.DUE_AT)
            .where(ACME_HOST.HOST.in(hosts), ACME_HOST.FAILURES.gt(0))
            .execute());
  }

  /** Forgets a host that wants none any more. */
  public void forget(String host) {
    database.writeDurably(tx -> tx.deleteFrom(ACME_HOST).where(ACME_HOST.HOST.eq(host)).execute());
  }

  /** The private key, PKCS #8 in base 64; not to be shown. */
  public String key(AutoRow row) {
    return seal.open(String.valueOf(row.sealedKey()), purpose(row.host()));
  }

  /** The key of the account at an authority; not to be shown. */
  public Optional<String> accountKey(String directory) {
    return database
        .read(sql ->
            sql.select(ACME_ACCOUNT.SEALED_KEY)
                .from(ACME_ACCOUNT)
                .where(ACME_ACCOUNT.DIRECTORY.eq(directory))
                .fetchOptional(ACME_ACCOUNT.SEALED_KEY))
        .map(sealed -> seal.open(sealed, account(directory)));
  }

  /**
   * Keeps an account; checkpoints.
   *
   * @param location its address at the authority
   */
  public void keepAccount(String directory, String location, String key) {
    String sealed = seal.close(key, account(directory));
    database.writeDurably(tx -> {
      tx.deleteFrom(ACME_ACCOUNT).where(ACME_ACCOUNT.DIRECTORY.eq(directory)).execute();
      return tx.insertInto(ACME_ACCOUNT)
          .set(ACME_ACCOUNT.DIRECTORY, directory)
          .set(ACME_ACCOUNT.LOCATION, location)
          .set(ACME_ACCOUNT.SEALED_KEY, sealed)
          .set(ACME_ACCOUNT.MADE_AT, Clock.now())
          .execute();
    });
  }

  private static String purpose(String host) {
    return "the private key of " + host;
  }

  private static String account(String directory) {
    return "the account at " + directory;
  }

  private static AutoRow row(AcmeHostRecord row) {
    Long app = row.getApp();
    return new AutoRow(
        row.getHost(),
        app == null ? null : new AppId(app),
        row.getChain(),
        row.getSealedKey(),
        row.getNotAfter(),
        row.getIssuedAt(),
        row.getDueAt(),
        row.getFailures(),
        row.getLastError(),
        row.getFailedAt());
  }
}
