package paas.store;

import static paas.store.tables.Tables.APP;
import static paas.store.tables.Tables.DOMAIN;
import static paas.store.tables.Tables.DOMAIN_TOMBSTONE;
import static paas.store.tables.Tables.SETTING;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import paas.model.Actor;
import paas.model.AppId;
import paas.model.Printable;
import paas.model.UserError;
import paas.store.tables.tables.records.DomainRecord;

/** The hosts that apps have claimed beside the one that their name gives them. */
public final class Domains {
  private static final String TOKEN_KEY = "domain.token-key";
  private static final int TOKEN_BYTES = 16;
  private static final Duration FORGOTTEN = Duration.ofDays(400);

  private final Database database;

  Domains(Database database) {
    this.database = database;
  }

  /**
   * Claims a host that nobody has; checkpoints. Claiming one's own again changes nothing.
   *
   * @param host in lower case, checked by the caller
   * @throws UserError when another app has it
   */
  public void add(AppId app, String host, Actor by) {
    database.writeDurably(tx -> {
      Apps.require(tx, app);
      Obstacle.Held other = holder(tx, app, host);
      if (other != null && other.host().equals(host)) {
        throw UserError.failed(
            "the domain " + Printable.of(host) + " belongs to the app " + other.app(),
            "remove it there first");
      }
      return insert(tx, app, host, by, "added " + host);
    });
  }

  /**
   * Claims a host for one who has shown that it is his, whoever had it; checkpoints.
   *
   * @param how for the events, such as {@code proven by txt}
   */
  public void take(AppId app, String host, Actor by, String how) {
    database.writeDurably(tx -> {
      Apps.require(tx, app);
      Obstacle.Held other = holder(tx, app, host);
      if (other != null && other.host().equals(host)) {
        tx.deleteFrom(DOMAIN).where(DOMAIN.HOST.eq(host)).execute();
        String text = host + " went to another app, " + how;
        Events.write(tx, other.holder(), by.name(), "domain.removed", text);
      }
      return insert(tx, app, host, by, "added " + host + ", " + how);
    });
  }

  private static boolean insert(DSLContext tx, AppId app, String host, Actor by, String text) {
    if (tx.fetchExists(DOMAIN, DOMAIN.HOST.eq(host))) {
      return false;
    }
    tx.insertInto(DOMAIN)
        .set(DOMAIN.HOST, host)
        .set(DOMAIN.APP, app.value())
        .set(DOMAIN.ADDED_AT, Clock.now())
        .execute();
    tx.deleteFrom(DOMAIN_TOMBSTONE).where(DOMAIN_TOMBSTONE.HOST.eq(host)).execute();
    Events.write(tx, app, by.name(), "domain.added", text);
    return true;
  }

  /**
   * What another app has or had, and keeps this one from claiming the host.
   *
   * @param since those that were given up before are forgotten
   */
  public Optional<Obstacle> obstacle(AppId app, String host, Instant since) {
    return database.read(tx -> {
      Obstacle held = holder(tx, app, host);
      return Optional.ofNullable(held == null ? buried(tx, app, host, since) : held);
    });
  }

  private static Obstacle.@Nullable Held holder(DSLContext tx, AppId app, String host) {
    return tx.select(DOMAIN.APP, APP.NAME, DOMAIN.HOST)
        .from(DOMAIN)
        .join(APP)
        .on(APP.ID.eq(DOMAIN.APP))
        .where(DOMAIN.HOST.in(host, wildcardOf(host)), DOMAIN.APP.ne(app.value()))
        // The host itself before the wildcard.
        .orderBy(DOMAIN.HOST.desc())
        .limit(1)
        .fetchOne(row -> new Obstacle.Held(new AppId(row.value1()), row.value2(), row.value3()));
  }

  private static Obstacle.@Nullable Buried buried(
      DSLContext tx, AppId app, String host, Instant since) {
    return tx
        .selectFrom(DOMAIN_TOMBSTONE)
        .where(DOMAIN_TOMBSTONE.APP.ne(app.value()), DOMAIN_TOMBSTONE.GONE_AT.gt(since))
        .fetch()
        .stream()
        .filter(row -> meet(host, row.getHost()))
        .findFirst()
        .map(row -> new Obstacle.Buried(row.getAppName(), row.getHost(), row.getGoneAt()))
        .orElse(null);
  }

  /** Whether requests for one of them could have been for the other. */
  private static boolean meet(String one, String other) {
    return one.equals(other) || wildcardOf(one).equals(other) || wildcardOf(other).equals(one);
  }

  private static String wildcardOf(String host) {
    int dot = host.startsWith("*") ? -1 : host.indexOf('.');
    return dot < 0 ? "" : "*" + host.substring(dot);
  }

  /**
   * Gives a host up; checkpoints.
   *
   * @throws UserError when the app does not have it
   */
  public void remove(AppId app, String host, Actor by) {
    database.writeDurably(tx -> {
      bury(tx, app, host);
      int removed =
          tx.deleteFrom(DOMAIN).where(DOMAIN.HOST.eq(host), DOMAIN.APP.eq(app.value())).execute();
      if (removed == 0) {
        throw UserError.failed(
            "the app has no domain " + Printable.of(host), "domains:report lists those it has");
      }
      Events.write(tx, app, by.name(), "domain.removed", "removed " + host);
      return true;
    });
  }

  /** Remembers whose the app's hosts were, or the one named. */
  static void bury(DSLContext tx, AppId app, @Nullable String only) {
    Instant now = Clock.now();
    String name = Apps.require(tx, app).getName();
    tx.deleteFrom(DOMAIN_TOMBSTONE)
        .where(DOMAIN_TOMBSTONE.GONE_AT.lt(now.minus(FORGOTTEN)))
        .execute();
    for (DomainRecord row : tx.selectFrom(DOMAIN).where(DOMAIN.APP.eq(app.value())).fetch()) {
      if (only == null || only.equals(row.getHost())) {
        tx.deleteFrom(DOMAIN_TOMBSTONE).where(DOMAIN_TOMBSTONE.HOST.eq(row.getHost())).execute();
        tx.insertInto(DOMAIN_TOMBSTONE)
            .set(DOMAIN_TOMBSTONE.HOST, row.getHost())
            .set(DOMAIN_TOMBSTONE.APP, app.value())
            .set(DOMAIN_TOMBSTONE.APP_NAME, name)
            .set(DOMAIN_TOMBSTONE.GONE_AT, now)
            .execute();
      }
    }
  }

  /**
   * Writes down whether an app has shown that a host is its own.
   *
   * @param how null: it has not, or no more
   */
  public void proven(AppId app, String host, @Nullable String how) {
    database.write(tx ->
        tx.update(DOMAIN)
            .set(DOMAIN.PROVEN_BY, how)
            .set(DOMAIN.PROVEN_AT, how == null ? null : Clock.now())
            .where(DOMAIN.HOST.eq(host), DOMAIN.APP.eq(app.value()))
            .execute());
  }

  /**
   * What a record in the DNS has to say so that a host is this app's. The same each time, and of no
   * use to another app.
   */
  public String token(AppId app, String host) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(tokenKey()), "HmacSHA256"));
      byte[] made = mac.doFinal((app.value() + " " + host).getBytes(StandardCharsets.UTF_8));
      return "paas-" + HexFormat.of().formatHex(Arrays.copyOf(made, TOKEN_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String tokenKey() {
    Optional<String> known = database.read(sql -> Optional.ofNullable(tokenKey(sql)));
    if (known.isPresent()) {
      return known.get();
    }
    byte[] fresh = new byte[32];
    new SecureRandom().nextBytes(fresh);
    return database.writeDurably(tx -> {
      String first = tokenKey(tx);
      if (first == null) {
        String made = HexFormat.of().formatHex(fresh);
        tx.insertInto(SETTING).set(SETTING.NAME, TOKEN_KEY).set(SETTING.CONTENT, made).execute();
        return made;
      }
      return first;
    });
  }

  private static @Nullable String tokenKey(DSLContext sql) {
    return sql.select(SETTING.CONTENT)
        .from(SETTING)
        .where(SETTING.NAME.eq(TOKEN_KEY))
        .fetchOne(SETTING.CONTENT);
  }

  /** In order of the alphabet. */
  public List<String> of(AppId app) {
    return rows(app).stream().map(DomainRow::host).toList();
  }

  /** With all that is known of them, in order of the alphabet. */
  public List<DomainRow> rows(AppId app) {
    return database.read(sql ->
        sql.selectFrom(DOMAIN)
            .where(DOMAIN.APP.eq(app.value()))
            .orderBy(DOMAIN.HOST)
            .fetch(Domains::row));
  }

  private static DomainRow row(DomainRecord row) {
    return new DomainRow(
        row.getHost(),
        new AppId(row.getApp()),
        row.getAddedAt(),
        row.getProvenAt(),
        row.getProvenBy());
  }

  /** Host to owner. */
  public Map<String, AppId> all() {
    Map<String, AppId> owners = new TreeMap<>();
    database
        .read(sql -> sql.selectFrom(DOMAIN).fetch())
        .forEach(row -> owners.put(row.getHost(), new AppId(row.getApp())));
    return owners;
  }
}
