package paas.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.deploy.DeployQueue;
import paas.deploy.HookFacts;
import paas.engine.Engine;
import paas.engine.EngineUnavailable;
import paas.hooks.Repositories;
import paas.logs.LogStore;
import paas.model.Actor;
import paas.model.App;
import paas.model.AppId;
import paas.model.AppName;
import paas.model.ProcessType;
import paas.model.Release;
import paas.model.UserError;
import paas.operator.HookLog;
import paas.operator.HookPoint;
import paas.operator.HookRecord;
import paas.operator.Hooks;
import paas.ops.AppCommands.AppDetails;
import paas.ops.AppCommands.AppSummary;
import paas.ops.AppCommands.CreateApp;
import paas.ops.AppCommands.CreatedApp;
import paas.ops.AppCommands.DestroyApp;
import paas.ops.AppCommands.Destroyed;
import paas.ops.AppCommands.ListApps;
import paas.ops.AppCommands.LockApp;
import paas.ops.AppCommands.RenameApp;
import paas.ops.AppCommands.ShowApp;
import paas.ops.AppCommands.UnlockApp;
import paas.route.Router;
import paas.store.Store;

/** Handles what is wished of apps as a whole. */
public final class AppHandlers {
  private static final Logger log = LoggerFactory.getLogger(AppHandlers.class);
  private final Store store;
  private final Engine engine;
  private final Router router;
  private final DeployQueue queue;
  private final Repositories repositories;
  private final LogStore logs;
  private final Hooks hooks;
  private final Lookup lookup;
  private final InventedNames names = new InventedNames();

  /** Adds its handlers to the table. */
  public AppHandlers(
      Table table,
      Store store,
      Engine engine,
      Router router,
      DeployQueue queue,
      Repositories repositories,
      LogStore logs,
      Hooks hooks) {
    this.store = store;
    this.engine = engine;
    this.router = router;
    this.queue = queue;
    this.repositories = repositories;
    this.logs = logs;
    this.hooks = hooks;
    this.lookup = new Lookup(store);
    table.on(ListApps.class, (_, _) -> list());
    table.on(CreateApp.class, this::create);
    table.on(ShowApp.class, (_, wish) -> details(lookup.app(wish.app())));
    table.on(RenameApp.class, this::rename);
    table.on(DestroyApp.class, this::destroy);
    table.on(LockApp.class, (who, wish) -> lock(who, wish.app(), wish.reason()));
    table.on(UnlockApp.class, (who, wish) -> lock(who, wish.app(), null));
  }

  private List<AppSummary> list() {
    return store.apps().list().stream().map(this::summary).toList();
  }

  private AppSummary summary(App app) {
    return new AppSummary(
        app.name().value(),
        state(app),
        release(app),
        app.formation().toString(),
        router.hosts().url(router.hosts().own(app.name())));
  }

  private String state(App app) {
    if (queue.current(app.id()).isPresent()) {
      return "deploying";
    }
    return app.liveRelease() == null ? "empty" : app.stopped() ? "stopped" : "live";
  }

  private static String release(App app) {
    Integer live = app.liveRelease();
    return live == null ? "" : Release.label(live);
  }

  private CreatedApp create(Actor who, CreateApp wish) {
    AppName name = Optional.ofNullable(wish.name()).orElseGet(this::invent);
    App app = store.apps().create(name, who);
    router.publish();
    return new CreatedApp(
        name.value(), router.hosts().url(router.hosts().own(app.name())), remote(app));
  }

  private AppName invent() {
    AppName name = new AppName(names.next());
    return store.apps().find(name).isEmpty() ? name : invent();
  }

  private static String remote(App app) {
    return "paas:" + app.name();
  }

  private AppDetails details(App app) {
    Optional<Release> live =
        Optional.ofNullable(app.liveRelease()).flatMap(v -> store.releases().find(app.id(), v));
    return new AppDetails(
        app.name().value(),
        state(app),
        release(app),
        live.map(Release::language).orElse(""),
        live.map(Release::commit).orElse(""),
        plain(app.formation().counts()),
        plain(live.map(Release::commands).orElse(Map.of())),
        router.urls(app),
        Optional.ofNullable(app.deployBranch()).orElse(""),
        Optional.ofNullable(app.lock()).orElse(""),
        remote(app),
        app.createdAt());
  }

  /** The same map with plain names, in the order of the types. */
  static <V> Map<String, V> plain(Map<ProcessType, V> byType) {
    Map<String, V> plain = new LinkedHashMap<>();
    new TreeMap<>(byType).forEach((type, value) -> plain.put(type.value(), value));
    return plain;
  }

  private AppDetails rename(Actor who, RenameApp wish) {
    App app = lookup.app(wish.app());
    store.apps().rename(app.id(), wish.to(), who);
    router.publish();
    return details(store.apps().find(app.id()).orElseThrow());
  }

  private AppDetails lock(Actor who, AppName name, @Nullable String reason) {
    App app = lookup.app(name);
    store.apps().lock(app.id(), reason, who);
    return details(store.apps().find(app.id()).orElseThrow());
  }

  /** First out of the store, so that nothing is wanted any more; then what is left of it goes. */
  private Destroyed destroy(Actor who, DestroyApp wish) {
    App app = lookup.app(wish.app());
    try (DeployQueue.Hold _ = queue.hold(app.id())) {
      int releases = store.releases().list(app.id(), Integer.MAX_VALUE).size();
      int processes = store.instances().of(app.id()).size();
      hooked(new HookFacts(store).of(HookPoint.PRE_DESTROY, app, who));
      final HookRecord gone = new HookFacts(store).of(HookPoint.POST_DESTROY, app, who);
      store.apps().destroy(app.id(), who);
      router.publish();
      clear(app.id());
      hooked(gone);
      return new Destroyed(app.name().value(), releases, processes);
    }
  }

  /** What they say is in the server's log: the app's own is about to go. */
  private void hooked(HookRecord told) {
    try {
      Optional<String> refused = hooks.run(told, new HookLog());
      if (refused.isPresent()) {
        throw UserError.failed(refused.get(), "see: ssh paas hooks:list");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UserError.failed("the server is stopping", "try again when it is up");
    }
  }

  private void clear(AppId app) {
    try {
      logs.forget(app);
      repositories.delete(app.toString());
      engine.forget(app);
    } catch (EngineUnavailable e) {
      log.warn("processes of {} end with the next sweep: {}", app, e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
