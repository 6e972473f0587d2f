package paas.store;

import static paas.store.tables.Tables.REGISTRY_LOGIN;

import java.util.List;
import java.util.Optional;
import paas.model.Actor;

/** Where base images are pulled from with a name and a password. */
public final class Registries {
  private final Database database;
  private final Seal seal;

  Registries(Database database, Seal seal) {
    this.database = database;
    this.seal = seal;
  }

  /** A name and its password, as a registry wants them. */
  public record Login(String user, String password) {}

  /** Keeps a login in place of the one that there was for this host; checkpoints. */
  public void put(String host, Login login, Actor by) {
    String sealed = seal.close(login.password(), purpose(host));
    database.writeDurably(tx -> {
      tx.deleteFrom(REGISTRY_LOGIN).where(REGISTRY_LOGIN.HOST.eq(host)).execute();
      tx.insertInto(REGISTRY_LOGIN)
          .set(REGISTRY_LOGIN.HOST, host)
          .set(REGISTRY_LOGIN.LOGIN_NAME, login.user())
          .set(REGISTRY_LOGIN.SEALED, sealed)
          .set(REGISTRY_LOGIN.ADDED_AT, Clock.now())
          .set(REGISTRY_LOGIN.ADDED_BY, by.name())
          .execute();
      Events.write(
          tx, null, by.name(), "registry.login", "logs in to " + host + " as " + login.user());
      return true;
    });
  }

  /**
   * Forgets a login; checkpoints.
   *
   * @return whether there was one
   */
  public boolean remove(String host, Actor by) {
    return database.writeDurably(tx -> {
      boolean there =
          tx.deleteFrom(REGISTRY_LOGIN).where(REGISTRY_LOGIN.HOST.eq(host)).execute() > 0;
      if (there) {
        Events.write(tx, null, by.name(), "registry.logout", "forgot the login of " + host);
      }
      return there;
    });
  }

  /** By host. */
  public List<RegistryRow> list() {
    return database.read(sql ->
        sql.selectFrom(REGISTRY_LOGIN)
            .orderBy(REGISTRY_LOGIN.HOST)
            .fetch(row ->
                new RegistryRow(
                    row.getHost(), row.getLoginName(), row.getAddedAt(), row.getAddedBy())));
  }

  public Optional<Login> of(String host) {
    return database.read(sql ->
        sql.selectFrom(REGISTRY_LOGIN)
            .where(REGISTRY_LOGIN.HOST.eq(host))
            .fetchOptional(
                row -> new Login(row.getLoginName(), seal.open(row.getSealed(), purpose(host)))));
  }

  private static String purpose(String host) {
    return "the password for " + host;
  }
}
