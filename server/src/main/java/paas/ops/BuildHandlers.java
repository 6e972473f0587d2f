package paas.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import paas.deploy.DeployQueue;
import paas.deploy.Waiting;
import paas.engine.CacheUse;
import paas.engine.Engine;
import paas.logs.DeployReader;
import paas.logs.LogStore;
import paas.model.Actor;
import paas.model.App;
import paas.model.Deploy;
import paas.model.DeployState;
import paas.model.Release;
import paas.model.UserError;
import paas.ops.BuildCommands.BuildSummary;
import paas.ops.BuildCommands.CacheSummary;
import paas.ops.BuildCommands.CancelDeploy;
import paas.ops.BuildCommands.FollowDeploy;
import paas.ops.BuildCommands.FollowedDeploy;
import paas.ops.BuildCommands.ListBuilds;
import paas.ops.BuildCommands.RanCommand;
import paas.ops.BuildCommands.ShowBuild;
import paas.ops.BuildCommands.ShowCache;
import paas.ops.BuildCommands.Waits;
import paas.store.CommandRow;
import paas.store.Store;

/** Handles deploys and what they said. */
public final class BuildHandlers {
  private final Store store;
  private final Engine engine;
  private final LogStore logs;
  private final DeployQueue queue;
  private final Lookup lookup;

  /** Adds its handlers to the table. */
  public BuildHandlers(Table table, Store store, Engine engine, LogStore logs, DeployQueue queue) {
    this.store = store;
    this.engine = engine;
    this.logs = logs;
    this.queue = queue;
    this.lookup = new Lookup(store);
    table.on(ListBuilds.class, (_, wish) -> list(lookup.app(wish.app()), wish.limit()));
    table.on(
        ShowBuild.class,
        (_, wish) -> {
          App app = lookup.app(wish.app());
          return summary(app, find(app, wish.number()));
        });
    table.on(
        CancelDeploy.class,
        (who, wish) -> {
          App app = lookup.app(wish.app());
          return summary(app, cancel(who, app, wish.number()));
        });
    table.on(ShowCache.class, (_, wish) -> cache(lookup.app(wish.app()), wish.clear()));
    table.on(FollowDeploy.class, (_, wish) -> follow(lookup.app(wish.app()), wish.number()));
  }

  private CacheSummary cache(App app, boolean clear) {
    if (clear && queue.current(app.id()).isPresent()) {
      throw UserError.failed(
          "a deploy of " + app.name() + " is under way and may use its caches",
          "wait for it: ssh paas builds:output " + app.name() + " current");
    }
    try {
      CacheUse use = clear ? engine.clearCache(app.id()) : engine.cache(app.id());
      return new CacheSummary(clear, use.bytes(), use.parts());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UserError.failed("the server is stopping", "try again when it is up");
    }
  }

  private List<BuildSummary> list(App app, int limit) {
    return store.deploys().list(app.id(), limit).stream()
        .map(deploy -> summary(app, deploy))
        .toList();
  }

  private BuildSummary summary(App app, Deploy deploy) {
    DeployState state = deploy.state();
    Instant end = state.ended() ? deploy.stateAt() : Instant.now();
    return new BuildSummary(
        deploy.number(),
        deploy.cause().label(),
        state.label().toLowerCase(Locale.ROOT),
        queue.waiting(app.id(), deploy.number()).map(BuildHandlers::waits).orElse(null),
        Optional.ofNullable(deploy.commit()).orElse(""),
        store.releases().ofDeploy(app.id(), deploy.number()).map(Release::label).orElse(""),
        deploy.actor(),
        deploy.createdAt(),
        Duration.between(deploy.createdAt(), end).toSeconds(),
        state.ended() ? exitCode(state) : null,
        reason(state),
        store.commands().of(deploy).stream().map(BuildHandlers::ran).toList());
  }

  private static RanCommand ran(CommandRow row) {
    Instant ended = row.endedAt();
    Double seconds =
        ended == null ? null : Duration.between(row.startedAt(), ended).toMillis() / 1000.0;
    return new RanCommand(row.type().value(), row.line(), seconds, row.exit());
  }

  private static Waits waits(Waiting waiting) {
    return new Waits(waiting.what().name().toLowerCase(Locale.ROOT), waiting.position());
  }

  private static String reason(DeployState state) {
    return switch (state) {
      case DeployState.Failed(_, String reason, _) -> reason;
      case DeployState.Cancelled(String by) -> "cancelled by " + by;
      case DeployState.Skipped _ -> "nothing of the app has changed";
      case DeployState.Superseded(String by) -> "superseded by " + by;
      default -> "";
    };
  }

  private Deploy cancel(Actor who, App app, @Nullable Integer number) {
    Deploy deploy =
        number == null
            ? queue
                .current(app.id())
                .orElseThrow(() ->
                    UserError.failed(
                        "no deploy of " + app.name() + " is under way",
                        "see: ssh paas builds " + app.name()))
            : find(app, number);
    if (deploy.state().ended()) {
      throw UserError.failed(
          "deploy " + deploy.number() + " of " + app.name() + " has ended already",
          "see: ssh paas builds:info " + app.name() + " " + deploy.number());
    }
    try {
      return queue.cancel(app.id(), deploy.number(), who.name());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UserError.failed("the server is stopping", "try again when it is up");
    }
  }

  private static int exitCode(DeployState state) {
    return switch (state) {
      case DeployState.Live _, DeployState.Canary _, DeployState.Skipped _ -> 0;
      default -> 1;
    };
  }

  private Deploy find(App app, int number) {
    return store
        .deploys()
        .find(app.id(), number)
        .orElseThrow(() ->
            UserError.failed(
                app.name() + " has no deploy " + number, "see: ssh paas builds " + app.name()));
  }

  private FollowedDeploy follow(App app, @Nullable Integer number) {
    Deploy deploy = number == null ? currentOrNewest(app) : find(app, number);
    return new Followed(app, deploy.number(), logs.read(app.id(), deploy.number()));
  }

  private Deploy currentOrNewest(App app) {
    return queue
        .current(app.id())
        .or(() -> store.deploys().list(app.id(), 1).stream().findFirst())
        .orElseThrow(() ->
            UserError.failed(app.name() + " was never deployed", "push it: git push paas main"));
  }

  /** A deploy's log, and its end from the store. */
  private final class Followed implements FollowedDeploy {
    private final App app;
    private final int number;
    private final DeployReader reader;

    Followed(App app, int number, DeployReader reader) {
      this.app = app;
      this.number = number;
      this.reader = reader;
    }

    @Override
    public int number() {
      return number;
    }

    @Override
    public Optional<String> next(Duration wait) throws InterruptedException {
      return reader.next(wait);
    }

    @Override
    public boolean ended() {
      return reader.ended();
    }

    @Override
    public int exitCode() {
      return BuildHandlers.exitCode(find(app, number).state());
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
