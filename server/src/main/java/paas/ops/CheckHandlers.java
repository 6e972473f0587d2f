package paas.ops;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import paas.deploy.HttpProbe;
import paas.model.Actor;
import paas.model.App;
import paas.model.ProcessType;
import paas.model.Release;
import paas.model.UserError;
import paas.ops.CheckCommands.Answered;
import paas.ops.CheckCommands.ChecksReport;
import paas.ops.CheckCommands.ChecksRun;
import paas.ops.CheckCommands.RunChecks;
import paas.ops.CheckCommands.SetChecks;
import paas.ops.CheckCommands.ShowChecks;
import paas.ops.CheckCommands.TurnChecks;
import paas.ops.ProxyCommands.Setting;
import paas.route.AppChecks;
import paas.route.Router;
import paas.store.InstanceRow;
import paas.store.Store;

/** Handles how web processes are asked how they are. */
public final class CheckHandlers {
  private final Store store;
  private final Router router;
  private final Lookup lookup;

  /** Adds its handlers to the table. */
  public CheckHandlers(Table table, Store store, Router router) {
    this.store = store;
    this.router = router;
    this.lookup = new Lookup(store);
    table.on(ShowChecks.class, (_, wish) -> report(lookup.app(wish.app())));
    table.on(SetChecks.class, this::set);
    table.on(
        TurnChecks.class,
        (who, wish) ->
            change(
                who,
                lookup.app(wish.app()),
                AppChecks.turn(wish.on()),
                "checks " + (wish.on() ? "on" : "off")));
    table.on(RunChecks.class, (_, wish) -> run(lookup.app(wish.app())));
  }

  private ChecksReport set(Actor who, SetChecks wish) {
    Map<String, Optional<String>> changes = new LinkedHashMap<>();
    wish.values()
        .forEach((name, value) -> {
          AppChecks.Key key = AppChecks.Key.of(name);
          changes.put(
              key.stored(), value.isBlank() ? Optional.empty() : Optional.of(key.checked(value)));
        });
    String text =
        wish.values().entrySet().stream()
            .map(pair -> pair.getKey() + "=" + pair.getValue())
            .collect(Collectors.joining(" "));
    return change(who, lookup.app(wish.app()), changes, "checks " + text);
  }

  private ChecksReport change(
      Actor who, App app, Map<String, Optional<String>> changes, String text) {
    store.proxyRules().change(app.id(), changes, who, text);
    router.publish();
    return report(app);
  }

  private ChecksReport report(App app) {
    AppChecks checks = checks(app);
    Map<String, String> set = new TreeMap<>();
    for (AppChecks.Key key : AppChecks.Key.values()) {
      checks.text(key).ifPresent(text -> set.put(key.key(), text));
    }
    return new ChecksReport(
        app.name().value(),
        !checks.off(),
        checks.path(named(app)),
        set,
        Arrays.stream(AppChecks.Key.values())
            .map(key -> new Setting(key.key(), key.usual(), key.summary()))
            .toList());
  }

  private ChecksRun run(App app) {
    List<InstanceRow> webs =
        store.instances().of(app.id()).stream()
            .filter(row -> row.name().process().type().equals(ProcessType.WEB))
            .toList();
    if (webs.isEmpty()) {
      throw UserError.failed(
          app.name() + " has no web process that could be asked", "see: ssh paas ps " + app.name());
    }
    AppChecks checks = checks(app);
    String path = checks.path(named(app));
    return new ChecksRun(
        app.name().value(),
        path,
        webs.parallelStream().map(row -> ask(row, path, checks)).toList());
  }

  private static Answered ask(InstanceRow row, String path, AppChecks checks) {
    Instant began = Instant.now();
    String process = row.name().process().toString();
    try {
      Duration limit = checks.timeout();
      if (checks.http2()) {
        HttpProbe.hello(row.host(), row.port(), limit);
        return new Answered(process, true, "HTTP/2", millis(began));
      }
      int status = HttpProbe.get(row.host(), row.port(), "localhost", path, limit);
      return new Answered(process, status < 500, String.valueOf(status), millis(began));
    } catch (IOException e) {
      return new Answered(process, false, "no answer: " + e.getMessage(), millis(began));
    }
  }

  private static long millis(Instant since) {
    return Duration.between(since, Instant.now()).toMillis();
  }

  private AppChecks checks(App app) {
    return new AppChecks(store.proxyRules().of(app.id()));
  }

  private @Nullable String named(App app) {
    Integer live = app.liveRelease();
    return live == null
        ? null
        : store.releases().find(app.id(), live).map(Release::healthPath).orElse(null);
  }
}
