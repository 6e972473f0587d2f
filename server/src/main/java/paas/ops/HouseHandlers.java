package paas.ops;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import paas.logs.LogStore;
import paas.model.Actor;
import paas.model.App;
import paas.model.AppName;
import paas.model.Printable;
import paas.model.UserError;
import paas.ops.HouseCommands.AddKey;
import paas.ops.HouseCommands.EventSummary;
import paas.ops.HouseCommands.FollowLogs;
import paas.ops.HouseCommands.KeySummary;
import paas.ops.HouseCommands.LastLogs;
import paas.ops.HouseCommands.ListEvents;
import paas.ops.HouseCommands.ListKeys;
import paas.ops.HouseCommands.RemoveKey;
import paas.store.SshKey;
import paas.store.Store;

/** Handles logs, keys and events. */
public final class HouseHandlers {
  private final Store store;
  private final Lookup lookup;
  private final KeyReader keys;
  private final Revoked revoked;

  /** Reads a line of an OpenSSH public key file. */
  public interface KeyReader {
    /**
     * Reads one key.
     *
     * @throws UserError when it is no usable key
     */
    SshKey read(String name, String line, Instant now);
  }

  /** Told of a key that may no longer be used, so that its sessions end. */
  public interface Revoked {
    void key(SshKey key);
  }

  /** Adds its handlers to the table. */
  public HouseHandlers(Table table, Store store, LogStore logs, KeyReader keys, Revoked revoked) {
    this.store = store;
    this.lookup = new Lookup(store);
    this.keys = keys;
    this.revoked = revoked;
    table.on(
        LastLogs.class,
        (_, wish) -> logs.last(lookup.app(wish.app()).id(), wish.filter(), wish.lines()));
    table.on(
        FollowLogs.class,
        (_, wish) -> logs.follow(lookup.app(wish.app()).id(), wish.filter(), wish.lines()));
    table.on(AddKey.class, this::addKey);
    table.on(RemoveKey.class, this::removeKey);
    table.on(ListKeys.class, (_, _) -> store.keys().list().stream().map(this::summary).toList());
    table.on(ListEvents.class, (_, wish) -> events(wish.app(), wish.limit()));
  }

  private KeySummary addKey(Actor who, AddKey wish) {
    SshKey key = keys.read(wish.name(), wish.line(), Instant.now());
    store.keys().add(key, who);
    return summary(key);
  }

  private KeySummary removeKey(Actor who, RemoveKey wish) {
    SshKey key =
        store.keys().list().stream()
            .filter(k -> names(k, wish.nameOrFingerprint()))
            .findFirst()
            .orElseThrow(() ->
                UserError.failed(
                    "no key '" + Printable.of(wish.nameOrFingerprint()) + "'",
                    "see: ssh paas keys"));
    if (store.keys().list().size() == 1) {
      throw UserError.failed(
          "this is the last key: nobody could get in any more", "add another key first");
    }
    store.keys().remove(key.fingerprint(), who);
    revoked.key(key);
    return summary(key);
  }

  private static boolean names(SshKey key, String text) {
    return key.name().equals(text)
        || key.fingerprint().equals(text)
        || key.fingerprint().equals("SHA256:" + text);
  }

  private KeySummary summary(SshKey key) {
    String type = key.openssh().split(" ", 2)[0];
    return new KeySummary(key.name(), key.fingerprint(), type, key.addedAt());
  }

  private List<EventSummary> events(@Nullable AppName name, int limit) {
    App app = name == null ? null : lookup.app(name);
    return store.events().list(app == null ? null : app.id(), limit).stream()
        .map(event ->
            new EventSummary(
                event.at(),
                Optional.ofNullable(event.appName()).orElse(""),
                event.actor(),
                event.kind(),
                event.text()))
        .toList();
  }
}
