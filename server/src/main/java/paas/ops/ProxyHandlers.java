package paas.ops;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import paas.model.Actor;
import paas.model.App;
import paas.model.AppName;
import paas.model.Printable;
import paas.model.UserError;
import paas.ops.ProxyCommands.AddLogin;
import paas.ops.ProxyCommands.Maintain;
import paas.ops.ProxyCommands.NewLogin;
import paas.ops.ProxyCommands.Pause;
import paas.ops.ProxyCommands.ProxyReport;
import paas.ops.ProxyCommands.RemoveLogin;
import paas.ops.ProxyCommands.Resume;
import paas.ops.ProxyCommands.SetRules;
import paas.ops.ProxyCommands.Setting;
import paas.ops.ProxyCommands.ShowProxy;
import paas.proxy.Login;
import paas.route.AppRules;
import paas.route.AppRules.State;
import paas.route.Router;
import paas.route.Rule;
import paas.store.Store;

/** Handles how requests come to an app. */
public final class ProxyHandlers {
  private static final Pattern USER = Pattern.compile("[\\w.@+-]{1,64}");
  private static final int LEAST_PASSWORD = 8;
  private static final int MOST_PASSWORD = 200;
  private static final int SECRET_BYTES = 18;

  private final Store store;
  private final Router router;
  private final Lookup lookup;
  private final SecureRandom random = new SecureRandom();

  /** Adds its handlers to the table. */
  public ProxyHandlers(Table table, Store store, Router router) {
    this.store = store;
    this.router = router;
    this.lookup = new Lookup(store);
    table.on(ShowProxy.class, (_, wish) -> report(lookup.app(wish.app())));
    table.on(SetRules.class, this::set);
    table.on(Pause.class, this::pause);
    table.on(Resume.class, (who, wish) -> turn(who, wish.app(), State.PAUSED, false));
    table.on(Maintain.class, (who, wish) -> turn(who, wish.app(), State.MAINTENANCE, wish.on()));
    table.on(AddLogin.class, this::addLogin);
    table.on(RemoveLogin.class, this::removeLogin);
  }

  private ProxyReport set(Actor who, SetRules wish) {
    App app = lookup.app(wish.app());
    Map<String, Optional<String>> changes = new LinkedHashMap<>();
    wish.values()
        .forEach((key, value) -> {
          Rule rule = Rule.of(key);
          changes.put(key, value.isBlank() ? Optional.empty() : Optional.of(rule.checked(value)));
        });
    changes
        .getOrDefault(Rule.CANONICAL.key(), Optional.empty())
        .ifPresent(host -> {
          if (host.startsWith("*") || !router.hostsOf(app).contains(host)) {
            throw UserError.failed(
                app.name() + " does not answer to " + host,
                "first: ssh paas domains:add " + app.name() + " " + host);
          }
        });
    String text =
        changes.entrySet().stream()
            .map(change -> change.getKey() + "=" + change.getValue().orElse(""))
            .collect(Collectors.joining(" "));
    return change(app, changes, who, "set " + text);
  }

  private ProxyReport pause(Actor who, Pause wish) {
    Map<String, Optional<String>> changes = new LinkedHashMap<>(AppRules.turn(State.PAUSED, true));
    String hold = wish.hold();
    if (hold != null) {
      changes.put(Rule.HOLD.key(), Optional.of(Rule.HOLD.checked(hold)));
    }
    return change(lookup.app(wish.app()), changes, who, "paused on");
  }

  private ProxyReport turn(Actor who, AppName name, State state, boolean on) {
    String text = state.key() + (on ? " on" : " off");
    return change(lookup.app(name), AppRules.turn(state, on), who, text);
  }

  private NewLogin addLogin(Actor who, AddLogin wish) {
    App app = lookup.app(wish.app());
    String user = user(wish.user());
    String password = password(wish.password());
    Login login = Login.of(user, HexFormat.of().formatHex(bytes()), password);
    change(
        app,
        Map.of(AppRules.login(user), Optional.of(AppRules.kept(login))),
        who,
        "lets " + user + " log in");
    return new NewLogin(app.name().value(), user, password);
  }

  private ProxyReport removeLogin(Actor who, RemoveLogin wish) {
    App app = lookup.app(wish.app());
    String user = user(wish.user());
    if (!rules(app).users().contains(user)) {
      throw UserError.failed(
          app.name() + " knows no user " + user, "see: ssh paas http-auth " + app.name());
    }
    return change(
        app, Map.of(AppRules.login(user), Optional.empty()), who, "no longer lets " + user + " in");
  }

  private ProxyReport change(
      App app, Map<String, Optional<String>> changes, Actor who, String text) {
    store.proxyRules().change(app.id(), changes, who, text);
    router.publish();
    return report(app);
  }

  private AppRules rules(App app) {
    return new AppRules(store.proxyRules().of(app.id()));
  }

  private ProxyReport report(App app) {
    AppRules rules = rules(app);
    Map<String, String> set = new TreeMap<>();
    for (Rule rule : Rule.values()) {
      rules.text(rule).ifPresent(text -> set.put(rule.key(), text));
    }
    return new ProxyReport(
        app.name().value(),
        router.state(app),
        router.held(app),
        set,
        Arrays.stream(Rule.values())
            .map(rule -> new Setting(rule.key(), rule.usual(), rule.summary()))
            .toList(),
        rules.users(),
        List.copyOf(router.hostsOf(app)),
        router.targets(app));
  }

  private static String user(String text) {
    if (!USER.matcher(text).matches()) {
      throw UserError.usage(
          "'" + Printable.of(text) + "' cannot be a user's name",
          "take up to 64 letters, digits and . _ @ + -");
    }
    return text;
  }

  /** What people make up is guessed more easily than what is hashed quickly can afford. */
  private String password(@Nullable String given) {
    if (given == null) {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes());
    }
    if (given.length() < LEAST_PASSWORD || given.length() > MOST_PASSWORD) {
      throw UserError.usage(
          "a password has " + LEAST_PASSWORD + " to " + MOST_PASSWORD + " characters",
          "leave it out, and a good one is made up");
    }
    return given;
  }

  private byte[] bytes() {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return secret;
  }
}
