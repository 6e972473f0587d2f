package paas.store;

import static paas.store.tables.Tables.SSH_KEY;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import paas.model.Actor;
import paas.model.Printable;
import paas.model.UserError;
import paas.store.tables.tables.records.SshKeyRecord;

/** The keys that may log in. */
public final class Keys {
  private final Database database;

  Keys(Database database) {
    this.database = database;
  }

  /**
   * Lets a key in; checkpoints.
   *
   * @throws UserError when the key is known already, or another has its name
   */
  public void add(SshKey key, Actor by) {
    database.writeDurably(tx -> {
      Condition same = SSH_KEY.FINGERPRINT.eq(key.fingerprint());
      SshKeyRecord known = tx.fetchAny(SSH_KEY, same);
      if (known != null) {
        throw UserError.failed(
            "this key is known already, as '" + Printable.of(known.getName()) + "'",
            "nothing needs doing");
      }
      if (tx.fetchExists(SSH_KEY, SSH_KEY.NAME.eq(key.name()))) {
        throw UserError.failed(
            "another key is named '" + Printable.of(key.name()) + "'",
            "choose another name, or remove that key first");
      }
      tx.insertInto(SSH_KEY)
          .set(SSH_KEY.FINGERPRINT, key.fingerprint())
          .set(SSH_KEY.NAME, key.name())
          .set(SSH_KEY.OPENSSH, key.openssh())
          .set(SSH_KEY.ADDED_AT, key.addedAt().truncatedTo(ChronoUnit.MICROS))
          .execute();
      Events.write(tx, null, by.name(), "key.added", "added " + describe(key));
      return true;
    });
  }

  /**
   * Revokes a key; checkpoints.
   *
   * @return whether there was one
   */
  public boolean remove(String nameOrFingerprint, Actor by) {
    Condition which =
        SSH_KEY.NAME.eq(nameOrFingerprint).or(SSH_KEY.FINGERPRINT.eq(nameOrFingerprint));
    return database.writeDurably(tx -> {
      List<SshKey> revoked = tx.selectFrom(SSH_KEY).where(which).fetch(Keys::key);
      tx.deleteFrom(SSH_KEY).where(which).execute();
      for (SshKey key : revoked) {
        Events.write(tx, null, by.name(), "key.removed", "removed " + describe(key));
      }
      return !revoked.isEmpty();
    });
  }

  public Optional<SshKey> byFingerprint(String sha256) {
    return database.read(sql ->
        sql.selectFrom(SSH_KEY).where(SSH_KEY.FINGERPRINT.eq(sha256)).fetchOptional(Keys::key));
  }

  /** By name. */
  public List<SshKey> list() {
    return database.read(sql -> sql.selectFrom(SSH_KEY).orderBy(SSH_KEY.NAME).fetch(Keys::key));
  }

  private static String describe(SshKey key) {
    return "the key " + Printable.of(key.name()) + " (" + key.fingerprint() + ")";
  }

  private static SshKey key(SshKeyRecord row) {
    return new SshKey(row.getFingerprint(), row.getName(), row.getOpenssh(), row.getAddedAt());
  }
}
