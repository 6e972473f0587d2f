package paas.ops;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import paas.buildpacks.language.Corrections;
import paas.buildpacks.source.Nearest;
import paas.deploy.DeployQueue;
import paas.model.Actor;
import paas.model.App;
import paas.model.Deploy.Cause;
import paas.model.Printable;
import paas.model.UserError;
import paas.ops.ConfigCommands.ChangeConfig;
import paas.ops.ConfigCommands.ConfigChanged;
import paas.ops.ConfigCommands.ShowConfig;
import paas.store.Store;

/** Handles an app's config. */
public final class ConfigHandlers {
  private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");
  private static final Set<String> OURS =
      Set.of("PORT", "DYNO", "GIT_REV", "PAAS_APP", "PAAS_RELEASE", "PAAS_RUN");
  private static final String OUR_PREFIX = "PAAS_";
  private static final int LONGEST_VALUE = 64 << 10;
  private static final int LARGEST = 256 << 10;

  private final Store store;
  private final Lookup lookup;
  private final Rolls rolls;

  /** Adds its handlers to the table. */
  public ConfigHandlers(Table table, Store store, DeployQueue queue) {
    this.store = store;
    this.lookup = new Lookup(store);
    this.rolls = new Rolls(queue);
    table.on(
        ShowConfig.class,
        (_, wish) -> new TreeMap<>(store.configs().current(lookup.app(wish.app()).id())));
    table.on(ChangeConfig.class, this::change);
  }

  private ConfigChanged change(Actor who, ChangeConfig wish) {
    wish.set().forEach(ConfigHandlers::check);
    wish.unset().forEach(ConfigHandlers::checkKey);
    App app = lookup.unlocked(wish.app());
    Map<String, String> before = store.configs().current(app.id());
    Map<String, String> after = new HashMap<>(before);
    after.keySet().removeAll(wish.unset());
    after.putAll(wish.set());
    checkSize(after);
    Set<String> changed = changed(before, after);
    if (changed.isEmpty()) {
      return new ConfigChanged(changed, app.configVersion(), null);
    }
    AtomicInteger version = new AtomicInteger();
    Runnable write =
        () -> version.set(store.configs().change(app.id(), wish.set(), wish.unset(), who));
    Roll roll = null;
    if (wish.restart() && app.liveRelease() != null && !app.stopped()) {
      // A change that the queue refuses is not made: it would come with somebody else's deploy.
      roll = rolls.roll(who, app, Cause.CONFIG, write);
    } else {
      write.run();
    }
    return new ConfigChanged(changed, version.get(), roll);
  }

  private static Set<String> changed(Map<String, String> before, Map<String, String> after) {
    Set<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    keys.removeIf(key -> after.containsKey(key) && after.get(key).equals(before.get(key)));
    return keys;
  }

  private static void check(String key, String value) {
    checkKey(key);
    if (OURS.contains(key)) {
      throw UserError.usage(key + " is set by the platform", "choose another name");
    }
    if (key.startsWith(OUR_PREFIX) && !Corrections.isVariable(key)) {
      throw UserError.usage(
          key + " means nothing here, and names that start with PAAS_ are the platform's",
          Nearest.to(key, Corrections.variables())
              .map(near -> "did you mean " + near + "?")
              .orElse("choose another name; those that correct a build: docs/buildpacks.md"));
    }
    if (value.indexOf('\0') >= 0) {
      throw UserError.usage("the value of " + key + " has a NUL byte", "encode it, with base64");
    }
    if (value.getBytes(StandardCharsets.UTF_8).length > LONGEST_VALUE) {
      throw UserError.usage(
          "the value of " + key + " is too long", "a value has at most 64 KiB; keep it in a file");
    }
  }

  private static void checkKey(String key) {
    if (!KEY.matcher(key).matches()) {
      throw UserError.usage(
          "'" + Printable.of(key) + "' is not a config key",
          "a key has letters, digits and '_', and starts with no digit: KEY=value");
    }
  }

  private static void checkSize(Map<String, String> config) {
    long bytes =
        config.entrySet().stream()
            .mapToLong(
                e -> e.getKey().length() + e.getValue().getBytes(StandardCharsets.UTF_8).length)
            .sum();
    if (bytes > LARGEST) {
      throw UserError.usage(
          "the config would be larger than 256 KiB", "keep large values in a file or a store");
    }
  }
}
